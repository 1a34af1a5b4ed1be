"""Whoever was asked reads the question and answers: logged in, or with the link of the mail."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_expert
from krachtwijken.core import unsent
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots
from matching.engagements.enums import InvitationState, Reply
from matching.engagements.forms import AnswerForm
from matching.engagements.models import Invitation
from matching.engagements.rules import is_without_account, may_read_agreed_by_link
from matching.engagements.selectors import invitation_at, own_invitations_of
from matching.engagements.services.answering import STATE_AFTER, TOO_LATE, record_answer
from matching.requests.workflow import WrongStepError

THANKS = {
    Reply.YES: "Dank u. Het loket neemt contact met u op.",
    Reply.OTHER_DATE: "Dank u. Het loket kijkt of deze datum past en laat het u weten.",
    Reply.NO: "Dank u. Het loket vraagt iemand anders.",
}
LINKS_PER_HOUR = 60
# What somebody reads who sends an answer when none is waited for any more.
ALREADY = {
    InvitationState.ACCEPTED: "U antwoordde al: ja, u doet mee.",
    InvitationState.OTHER_DATE: "U antwoordde al: ja, maar op een andere datum.",
    InvitationState.DECLINED: "U antwoordde al: nee, u doet niet mee.",
    InvitationState.WITHDRAWN: "Deze uitnodiging is ingetrokken.",
}
NOT_KEPT = "Wat u nu verstuurde, is niet bewaard."


@require_http_methods(["GET", "HEAD", "POST"])
@require(is_expert)
def own_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    shown = get_object_or_404(own_invitations_of(user), pk=pk)
    form = AnswerForm(unsent.data(request), profile=shown.profile, start=shown.start)
    why = _why_late(shown, form)
    if request.method == "POST" and not why and form.is_valid():
        why = _answer(request, shown, form.cleaned_data, actor=user)
        if not why:
            return redirect(shown)
    return _page(request, shown, form, by_link=False, why=why)


@hide_from_robots
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without login. Looking changes nothing; when no answer is wanted any more it says so and shows nothing else."""
    if not allow(scope="invitation", who=visitor_of(request), limit=LINKS_PER_HOUR, seconds=3600):
        return too_many_requests(request)
    shown = invitation_at(token)
    if shown is None:
        raise Http404
    form = AnswerForm(
        request.POST if request.method == "POST" else None, profile=shown.profile, start=shown.start
    )
    why = _why_late(shown, form)
    if request.method == "POST" and not why and form.is_valid():
        why = _answer(request, shown, form.cleaned_data, token=token)
        if not why:
            return redirect("matching:invitation_link", token=token)
    return _page(request, shown, form, by_link=True, why=why)


def _why_late(shown: Invitation, form: AnswerForm) -> str:
    """Of an answer that comes when none is waited for; else empty. The same answer once more is not late: it was heard."""
    if not form.is_bound or shown.may_be_answered(today=timezone.localdate()):
        return ""
    if form.is_valid() and STATE_AFTER[Reply(form.cleaned_data["reply"])] == shown.state:
        return ""
    return f"{ALREADY.get(InvitationState(shown.state), TOO_LATE)} {NOT_KEPT}"


def _answer(
    request: HttpRequest,
    shown: Invitation,
    data: dict[str, Any],
    *,
    actor: User | None = None,
    token: str = "",
) -> str:
    """Why it is not kept; empty when it is."""
    reply = Reply(data["reply"])
    try:
        record_answer(
            invitation=shown, reply=reply, actor=actor, token=token, code=data["code"], words=data["words"],
            proposed_start=data["proposed_start"],
        )  # fmt: skip
    except WrongStepError as error:
        shown.refresh_from_db()
        return f"{error} {NOT_KEPT}"
    messages.success(request, THANKS[reply])
    return ""


def _page(
    request: HttpRequest, shown: Invitation, form: AnswerForm, *, by_link: bool, why: str
) -> HttpResponse:
    """`why` the answer came too late: what was typed is still there to be copied."""
    words = str(form.data.get("words", "")).strip() if why else ""
    mission = getattr(shown, "mission", None)
    context = {
        "unsaved_why": why,
        "unsaved": [words] if words else [],
        "invitation": shown,
        "request_": shown.request,
        "form": form,
        "by_link": by_link,
        "mission_state": mission.state if mission is not None else "",
        "has_no_account": is_without_account(shown),
        "shows_agreed": by_link and may_read_agreed_by_link(shown),
        "may_answer": shown.may_be_answered(today=timezone.localdate()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/engagements/answer.html", context, status=status)
