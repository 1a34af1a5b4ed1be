"""A case that waits, by the link that the loket passed on to somebody without an account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots
from matching.closing.approving.forms import CaseWordForm
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import (
    Reader,
    is_still_heard,
    reader_without_account,
    readers_waited_for,
)
from matching.closing.approving.selectors import case_at
from matching.closing.approving.services import say_word_by_link
from matching.closing.approving.views import SAID, text_shown
from matching.conversation.views import HOUR, LOOKS, READ_OR_POST, code_of
from matching.requests.forms.changed import NOT_KEPT
from matching.requests.workflow import WrongStepError

NOT_SENT = "Wat u nu verstuurde, is niet bewaard."
OVER = "U kunt niets meer zeggen over dit voorbeeld."


@hide_from_robots
@never_cache
@require_http_methods(READ_OR_POST)
def case_by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Without login. Looking changes nothing; when no word is waited for it says so and shows nothing of the case."""
    if not allow(scope="case_link", who=visitor_of(request), limit=LOOKS, seconds=HOUR):
        return too_many_requests(request)
    found = case_at(key)
    if found is None:
        raise Http404
    approval, mission = found
    form = CaseWordForm(request.POST if request.method == "POST" else None, initial={"seen": approval.round})
    why = ""
    if request.method == "POST" and form.is_valid():
        why = _say(approval, mission, key, form)
        if not why:
            messages.success(request, SAID)
            return redirect("matching:case_link", key=key)
    return _page(request, approval, reader_without_account(approval, mission), form, why)


def _say(approval: CaseApproval, mission: int, key: str, form: CaseWordForm) -> str:
    """Why it is not kept; empty when it is."""
    if reader_without_account(approval, mission) is None:
        return OVER
    try:
        say_word_by_link(approval=approval, key=key, **form.said)
    except WrongStepError as error:
        approval.refresh_from_db()
        # Said again it is about what stands on the page now.
        form.data = {**dict(form.data.items()), "seen": str(approval.round)}
        return str(error)
    return ""


def _page(
    request: HttpRequest, approval: CaseApproval, reader: Reader | None, form: CaseWordForm, why: str
) -> HttpResponse:
    """`why` it was not kept: what was typed stays in the form, or to be copied when nothing can be said any more."""
    spoke = _said_by(reader, approval)
    may_say = (
        reader is not None
        and approval.is_waiting
        and spoke is None
        and is_still_heard(reader, approval, today=timezone.localdate())
    )
    context: dict[str, object] = {"approval": approval, "form": form, "may_say": may_say, "spoke": spoke}
    if spoke and approval.is_waiting:
        context["others_read"] = bool(readers_waited_for(approval, today=timezone.localdate()))
    if may_say:
        context |= text_shown(approval.contribution)
        if why:
            form.add_error(None, f"{why} {NOT_KEPT}")
    elif request.method == "POST":
        typed = str(form.data.get("reason", "")).strip()
        context |= {"unsaved_why": f"{why or OVER} {NOT_SENT}", "unsaved": [typed] if typed else []}
    return render(request, "matching/closing/case_link.html", context, status=code_of(request))


def _said_by(reader: Reader | None, approval: CaseApproval) -> CaseWord | None:
    if reader is None:
        return None
    words = approval.words.filter(round=approval.round)
    return next((word for word in words if reader.said(word)), None)
