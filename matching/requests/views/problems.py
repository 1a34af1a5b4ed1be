"""The loket says what a request is about, where it was misread."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.models import SupportRequest
from matching.requests.advised import problems_advised_on
from matching.requests.forms.changed import is_kept
from matching.requests.forms.problems import ProblemsForm
from matching.requests.rules import may_change_problems, may_handle
from matching.requests.selectors import problems_of, work_list
from matching.requests.services.problems import TOO_LATE, change_problems
from search.api import recognise


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def correct(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    back = redirect("matching:request_detail", reference=reference)
    if request.method != "POST" and not may_change_problems(request.user, shown):
        messages.error(request, TOO_LATE)
        return back
    now, read = problems_advised_on(shown), {item.code: item.sentence for item in recognise(shown.problem)}
    form = ProblemsForm(unsent.data(request), now=now, read=read, initial={"here": now})
    form.show_version({"here": problems_of(shown)})
    if request.method == "POST" and form.is_valid() and _save(request, shown, form):
        return back
    context = {"request_": shown, "form": form}
    return render(request, "matching/problems.html", context, status=422 if request.method == "POST" else 200)


def _save(request: HttpRequest, shown: SupportRequest, form: ProblemsForm) -> bool:
    codes, actor = form.cleaned_data["codes"], user_of(request)
    kept = is_kept(
        form, shown, viewer=actor, stored=lambda now: {"here": problems_of(now)},
        keep=lambda: change_problems(request=shown, actor=actor, codes=codes, seen=form.seen),
    )  # fmt: skip
    if kept:
        messages.success(request, "Bewaard. Het advies gaat nu hiervan uit.")
    return kept
