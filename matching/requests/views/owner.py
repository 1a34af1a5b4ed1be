"""The loket gives a request to a colleague, and says who stands in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.models import SupportRequest
from matching.requests.forms.changed import is_kept
from matching.requests.forms.owner import OwnerForm
from matching.requests.rules import may_handle
from matching.requests.selectors import owners_of, work_list
from matching.requests.services.escalating import NOT_OPEN, assign_owner


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    back = redirect("matching:request_detail", reference=reference)
    if request.method != "POST" and not shown.is_open:
        messages.error(request, NOT_OPEN)
        return back
    form = OwnerForm(unsent.data(request), request=shown)
    form.show_version(owners_of(shown))
    if request.method == "POST" and form.is_valid() and _save(request, shown, form):
        return back
    context = {"request_": shown, "form": form}
    return render(request, "matching/owner.html", context, status=422 if request.method == "POST" else 200)


def _save(request: HttpRequest, shown: SupportRequest, form: OwnerForm) -> bool:
    data, actor = form.cleaned_data, user_of(request)
    kept = is_kept(
        form, shown, viewer=actor, stored=owners_of,
        keep=lambda: assign_owner(
            request=shown, actor=actor, owner=data["owner"], deputy=data["deputy"], seen=form.seen
        ),
    )  # fmt: skip
    if kept:
        messages.success(request, "Bewaard. Wie het betreft, krijgt een mail.")
    return kept
