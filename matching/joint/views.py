"""The loket links requests that ask the same."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import ChangedMeanwhileError
from matching.conversation.views import READ_OR_POST, code_of
from matching.joint.forms import JointTitleForm, LinkForm, SessionForm
from matching.joint.models import JointQuestion
from matching.joint.selectors import (
    alike_requests,
    is_called_off,
    joint_of,
    link_at_stake,
    requests_in,
    session_plan_of,
)
from matching.joint.services import FELL_APART, link_request, note_session, remove_link, save_title
from matching.models import SupportRequest
from matching.requests.forms.changed import tell_change
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to, work_list
from matching.requests.workflow import TALKING, WrongStepError

UNKNOWN = "Dit kenmerk kennen wij niet."
SAVED = "Het bericht is bewaard. De gemeenten krijgen een mail."
UNCHANGED = "U veranderde niets. De gemeenten krijgen daarom geen mail."
# What the buttons of the forms of a question say.
WRITES = ("titel", "sessie")


@require_http_methods(READ_OR_POST)
@require(may_handle)
def joint_page(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    joint = joint_of(shown)
    back = redirect("matching:joint", reference=reference)
    data = unsent.data(request)
    sent = data.get("doe", "") if data is not None and joint is not None else ""
    known = {"title": joint.title, **session_plan_of(joint)} if joint else {}
    title = JointTitleForm(data if sent == "titel" else None, initial=known)
    session = SessionForm(data if sent == "sessie" else None, initial=known)
    if joint is not None:
        title.show_version({"title": joint.title})
        session.show_version(session_plan_of(joint))
    # Of a question that fell apart meanwhile: what was typed can still be copied.
    lost = data if data is not None and joint is None and data.get("doe") in WRITES else None
    link = LinkForm(None if sent in WRITES or lost else data, has_title=joint is not None)
    form: Form = {"titel": title, "sessie": session}.get(sent, link)
    if request.method == "POST" and not lost and form.is_valid() and _save(request, shown, joint, form):
        return back
    context = {
        "request_": shown, "joint": joint, "link_form": link, "title_form": title,
        "form": form, "session_form": session, "unsaved_why": FELL_APART if lost else "",
        "unsaved": [text for name in ("title", "note") if lost and (text := lost.get(name, "").strip())],
        "alike": alike_requests(shown, viewer=request.user),
        "members": requests_in(joint, viewer=request.user) if joint else [], "talking": TALKING,
        "is_off": joint is not None and is_called_off(joint),
    }  # fmt: skip
    return render(request, "matching/joint/joint.html", context, status=code_of(request))


@require_http_methods(READ_OR_POST)
@require(may_handle)
def unlink(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first: others may expect a session."""
    shown = get_object_or_404(work_list(request.user), reference=reference)
    joint = joint_of(shown)
    if request.method != "POST" and joint is not None:
        at_stake = link_at_stake(shown) if shown.status in TALKING else None
        context = {"request_": shown, "joint": joint, "at_stake": at_stake}
        return render(request, "matching/joint/unlink.html", context)
    if request.method == "POST":
        remove_link(request=shown, actor=user_of(request))
        messages.success(request, "Het verzoek staat weer los.")
    return redirect("matching:joint", reference=reference)


def _save(request: HttpRequest, shown: SupportRequest, joint: JointQuestion | None, form: Form) -> bool:
    if isinstance(form, LinkForm):
        return _link(request, shown, form)
    assert joint is not None  # noqa: S101 - the other forms are only there with one
    assert isinstance(form, JointTitleForm | SessionForm)  # noqa: S101
    try:
        messages.success(request, _write(request, joint, form))
    except WrongStepError as error:
        form.add_error(None, str(error))
        return False
    except ChangedMeanwhileError as error:
        joint.refresh_from_db()
        tell_change(form, error, {name: getattr(joint, name) for name in error.fields})
        return False
    return True


def _write(request: HttpRequest, joint: JointQuestion, form: JointTitleForm | SessionForm) -> str:
    actor, data = user_of(request), form.cleaned_data
    if isinstance(form, SessionForm):
        saved = note_session(
            joint=joint, actor=actor, note=data["note"], session_on=data["session_on"],
            session_time=data["session_time"], place=data["place"], seen=form.seen,
        )  # fmt: skip
        return UNCHANGED if session_plan_of(saved) == session_plan_of(joint) else SAVED
    save_title(joint=joint, actor=actor, title=data["title"], seen=form.seen)
    return "De titel is bewaard."


def _link(request: HttpRequest, shown: SupportRequest, form: LinkForm) -> bool:
    other = requests_visible_to(request.user).filter(reference=form.cleaned_data["other"]).first()
    if other is None:
        form.add_error("other", UNKNOWN)
        return False
    try:
        typed = form.cleaned_data.get("title", "")
        joint = link_request(request=shown, other=other, actor=user_of(request), title=typed)
        messages.success(request, f"{shown.reference} en {other.reference} horen nu bij elkaar.")
        if typed and joint.title != typed:
            # The other request was in a question already.
            messages.info(request, f"De gezamenlijke vraag had al een titel, en die blijft: {joint.title}")
    except WrongStepError as error:
        form.add_error("other", str(error))
        return False
    return True
