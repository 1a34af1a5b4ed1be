"""Close a request, look back later, make knowledge of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.contributions.views.addresses import draft_address
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_gemeente, is_loket
from krachtwijken.accounts.types import Viewer
from krachtwijken.core import unsent
from matching.closing.drafting import start_draft_case, tell_sources
from matching.closing.enums import Degree
from matching.closing.first import verdict_of, what_was_answered, what_was_said
from matching.closing.forms import ClosingForm, FollowUpForm, NotHelpedForm
from matching.closing.models import MOMENTS
from matching.closing.rules import closing_side_of, may_answer_closing, may_close, may_reopen
from matching.closing.services import answer_follow_up, close_request
from matching.closing.silence import reopen_request
from matching.conversation.enums import Side
from matching.conversation.views import READ_OR_POST, address_of, code_of
from matching.models import SupportRequest
from matching.requests.forms.changed import NOT_KEPT, tell_overtaken
from matching.requests.kinds.registry import closing_questions_of, course_of
from matching.requests.rules import may_ask, works_for
from matching.requests.selectors import requests_visible_to
from matching.requests.workflow import WrongStepError

THANKS = "Dank u wel. Uw antwoorden zijn bewaard."


def closes_requests(viewer: Viewer) -> bool:
    return is_loket(viewer) or is_gemeente(viewer)


@require_http_methods(READ_OR_POST)
@require(closes_requests)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """The same questions for who closes it and for the other side; of the gemeente also those of the kind of help."""
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    side = closing_side_of(request.user, shown)
    if side is None:
        raise Http404
    back = address_of(request, shown)
    asked = closing_questions_of(shown.kind) if side is Side.GEMEENTE else ()
    form = ClosingForm(unsent.data(request), asked=asked)
    if request.method == "POST" and form.is_valid() and _close(request, shown, form):
        return redirect(back)
    closes = may_close(request.user, shown)
    if request.method != "POST" and not closes and not may_answer_closing(request.user, shown):
        messages.info(request, "Bij dit verzoek valt nu niets af te ronden.")
        return redirect(back)
    months = course_of(shown.kind).terms.looks_back
    context = {"request_": shown, "form": form, "back": back, "closes": closes, "months": months}
    return render(request, "matching/closing/close.html", context, status=code_of(request))


def _close(request: HttpRequest, shown: SupportRequest, form: ClosingForm) -> bool:
    """False when a colleague answered for this side already, or the request went another way: what was typed stays."""
    try:
        answer = close_request(request=shown, actor=user_of(request), verdict=form.verdict)
    except WrongStepError:
        shown.refresh_from_db()
        tell_overtaken(form, shown, viewer=user_of(request))
        return False
    if form.verdict != verdict_of(answer):
        form.add_error(None, f"{what_was_said(answer)} {NOT_KEPT}")
        return False
    messages.success(request, THANKS)
    return True


@require_http_methods(READ_OR_POST)
@require(may_ask)
def not_helped(request: HttpRequest, reference: str) -> HttpResponse:
    """The gemeente takes up again what was answered with knowledge."""
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if not works_for(request.user, shown.gemeente):
        raise Http404
    form = NotHelpedForm(unsent.data(request))
    if request.method == "POST" and form.is_valid():
        try:
            reopen_request(request=shown, actor=user_of(request), **form.cleaned_data)
            messages.success(request, "Het loket gaat verder met uw verzoek.")
            return redirect(shown)
        except WrongStepError as error:
            form.add_error(None, str(error))
    elif request.method != "POST" and not may_reopen(request.user, shown):
        messages.info(request, "Bij dit verzoek ligt nu geen antwoord waar u dit van kunt zeggen.")
        return redirect(shown)
    context = {"request_": shown, "form": form, "course": course_of(shown.kind)}
    return render(request, "matching/closing/not_helped.html", context, status=code_of(request))


@require_http_methods(READ_OR_POST)
@require(may_ask)
def follow_up(request: HttpRequest, reference: str, months: int) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if months not in MOMENTS or not works_for(request.user, shown.gemeente):
        raise Http404
    asked = get_object_or_404(shown.follow_ups.exclude(asked_at=None), months=months)
    if asked.answered_at is not None and request.method != "POST":
        messages.info(request, "Op deze vragen is al geantwoord.")
        return redirect(shown)
    form = FollowUpForm(unsent.data(request))
    if request.method == "POST" and form.is_valid():
        kept = answer_follow_up(
            follow_up=asked, actor=user_of(request), reached=Degree(form.cleaned_data["reached"]),
            delivered=Degree(form.cleaned_data["delivered"]), adjustment=form.cleaned_data["adjustment"],
        )  # fmt: skip
        if all(getattr(kept, name) == value for name, value in form.cleaned_data.items()):
            messages.success(request, THANKS)
            return redirect(shown)
        form.add_error(None, f"{what_was_answered(kept)} {NOT_KEPT}")
    context = {"request_": shown, "form": form, "months": months}
    return render(request, "matching/closing/follow_up.html", context, status=code_of(request))


@require_POST
@require(may_ask)
def draft_case(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if not works_for(request.user, shown.gemeente):
        raise Http404
    try:
        draft = start_draft_case(request=shown, actor=user_of(request))
    except WrongStepError as error:
        messages.error(request, str(error))
        return redirect(shown)
    filled = tell_sources(shown, user_of(request))
    messages.success(request, f"{filled} Lees alles na. Niemand ziet het tot u het verstuurt.")
    return redirect(draft_address("check", draft.token))
