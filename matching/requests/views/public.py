"""The loket for a gemeente: start, own requests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.selectors import account_manager_of
from krachtwijken.core.tokens import new_token
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.kinds.types import TAKEN_WITHIN
from matching.requests.presenter import offered_kinds, shown_drafts
from matching.requests.rules import follows_requests, may_ask, may_handle, may_start_again, may_withdraw
from matching.requests.selectors import open_drafts, requests_visible_to
from matching.requests.services.forgetting import REMOVED
from matching.requests.services.steps import withdraw_request
from matching.requests.turns import turn_of_gemeente, who_is_next, with_turn
from matching.requests.work_rows import rows_of
from matching.requests.workflow import WrongStepError


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {
        "kinds": offered_kinds(),
        "taken_within": TAKEN_WITHIN,
        "may_ask": may_ask(request.user),
        "may_work": may_handle(request.user),
    }
    return render(request, "matching/start.html", context)


@require_safe
@require(follows_requests)
def own(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": rows_of(with_turn.current()(requests_visible_to(request.user))),
        "drafts": shown_drafts(open_drafts(user_of(request))),
    }
    return render(request, "matching/own.html", context)


@require_safe
@require(follows_requests)
def status(request: HttpRequest, reference: str) -> HttpResponse:
    requests = with_turn.current()(requests_visible_to(request.user))
    shown = get_object_or_404(requests, reference=reference)
    context = {
        "request_": shown,
        "your_turn": turn_of_gemeente(request.user, shown),
        "waits_for": who_is_next(shown),
        "decisions": shown.decisions.all(),
        "manager": account_manager_of(shown.gemeente),
        "is_new": "nieuw" in request.GET and shown.status == RequestStatus.INGEDIEND,
        "what_next": course_of(shown.kind).letters.received,
        "may_withdraw": may_withdraw(request.user, shown),
        "again_token": new_token() if _may_start_again(request, shown) else "",
    }
    return render(request, "matching/status.html", context)


def _may_start_again(request: HttpRequest, shown: SupportRequest) -> bool:
    """As long as there is a text to ask anew with."""
    return shown.problem != REMOVED and may_start_again(request.user, shown)


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_ask)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first; without a script too."""
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if request.method != "POST":
        if not may_withdraw(request.user, shown):
            return redirect(shown)
        return render(request, "matching/withdraw.html", {"request_": shown})
    try:
        withdraw_request(request=shown, actor=user_of(request))
        messages.success(request, "Uw verzoek is ingetrokken.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect(shown)
