"""The loket chooses the kind of help of a request."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.models import SupportRequest
from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.forms.changed import is_kept
from matching.requests.forms.kind import KindChoiceForm
from matching.requests.kinds.propose import propose_kind
from matching.requests.kinds.registry import TYPES
from matching.requests.rules import may_change_kind, may_handle
from matching.requests.selectors import work_list
from matching.requests.services.kind import TOO_LATE, change_kind


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    back = redirect("matching:request_detail", reference=reference)
    if request.method != "POST" and not may_change_kind(request.user, shown):
        messages.error(request, TOO_LATE)
        return back
    proposal = propose_kind(shown.problem)
    form = KindChoiceForm(
        unsent.data(request),
        request=shown,
        initial={"kind": shown.kind or (proposal.kind if proposal else "")},
    )
    form.show_version({"kind": shown.kind})
    if request.method == "POST" and form.is_valid() and _save(request, shown, form):
        return back
    context = {
        "request_": shown, "form": form, "proposal": proposal,
        "proposed": TYPES[proposal.kind].kind.label if proposal else "",
        "has_proposal": shown.status in (RequestStatus.VOORGESTELD, RequestStatus.IN_UITVOERING),
    }  # fmt: skip
    return render(request, "matching/kind.html", context, status=422 if request.method == "POST" else 200)


def _save(request: HttpRequest, shown: SupportRequest, form: KindChoiceForm) -> bool:
    data, actor = form.cleaned_data, user_of(request)
    kept = is_kept(
        form, shown, viewer=actor, stored=lambda now: {"kind": now.kind},
        keep=lambda: change_kind(
            request=shown, actor=actor, kind=RequestKind(data["kind"]), reason=data["reason"], seen=form.seen
        ),
    )  # fmt: skip
    if kept:
        messages.success(request, "De soort hulp is bewaard. De gemeente krijgt bericht.")
    return kept
