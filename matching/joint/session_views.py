"""The page of a joint session, for a gemeente that is invited."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import ChangedMeanwhileError
from matching.conversation.views import READ_OR_POST, code_of
from matching.joint.calendar import calendar_of
from matching.joint.enums import SessionReply
from matching.joint.forms import SessionReplyForm
from matching.joint.letters import session_url_of
from matching.joint.replying import NO_SESSION, reply_to_session
from matching.joint.rules import may_reply
from matching.joint.selectors import session_plan_of, session_shown, when_in_words
from matching.models import SupportRequest
from matching.requests.rules import may_ask, works_for
from matching.requests.selectors import requests_visible_to
from matching.requests.workflow import WrongStepError

ANSWER = ("reply", "people", "functions", "shows_name")
CHANGED = "Het loket veranderde de sessie net. Kijk hieronder wanneer en waar die nu is, en verstuur uw antwoord opnieuw."


@require_safe
@require(may_ask)
def session_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The session as it is planned now, for a calendar. Of one that is off there is nothing to keep."""
    shown = _own(request, reference)
    told = session_shown(shown)
    if told is None:
        messages.info(request, NO_SESSION)
        return redirect(shown)
    file = calendar_of(told.joint, url=session_url_of(shown))
    name = f"sessie-{shown.reference}.ics"
    return HttpResponse(
        file, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(may_ask)
def session_page(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _own(request, reference)
    form = SessionReplyForm(unsent.data(request))
    if request.method == "POST" and form.is_valid():
        if _reply(request, shown, form):
            return redirect("matching:joint_session", reference=reference)
        # Made anew from what stands there now, with the answer that was chosen.
        form = SessionReplyForm(None, initial=form.cleaned_data)
    told = session_shown(shown)
    if told is None:
        messages.info(request, NO_SESSION)
        return redirect(shown)
    if not form.is_bound and request.method != "POST":
        form.initial = {name: getattr(told.member, name) for name in ANSWER}
    form.show_version(session_plan_of(told.joint))
    context = {
        "request_": shown, "told": told, "form": form, "when": when_in_words(told.joint),
        "may_reply": may_reply(request.user, shown, told.joint),
    }  # fmt: skip
    return render(request, "matching/joint/session.html", context, status=code_of(request))


def _own(request: HttpRequest, reference: str) -> SupportRequest:
    """Of the gemeente itself: its account manager reads along elsewhere."""
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if not works_for(request.user, shown.gemeente):
        raise Http404
    return shown


def _reply(request: HttpRequest, shown: SupportRequest, form: SessionReplyForm) -> bool:
    """False when the plan changed since the page was opened, or there is none any more."""
    data = form.cleaned_data
    try:
        reply_to_session(
            request=shown, actor=user_of(request), reply=SessionReply(data["reply"]),
            shows_name=data["shows_name"], seen=form.seen, people=data["people"], functions=data["functions"],
        )  # fmt: skip
    except WrongStepError as error:
        messages.error(request, str(error))
        return False
    except ChangedMeanwhileError:
        messages.error(request, CHANGED)
        return False
    messages.success(request, "Uw antwoord is bewaard. Het loket krijgt een mail.")
    return True
