"""The loket divides a question, follows the parts and sends one answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.audit import events_of
from krachtwijken.core.tokens import new_token
from krachtwijken.core.versions import ChangedMeanwhileError
from matching.conversation.views import READ_OR_POST, code_of
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.forms import AskAgainForm, AskPartForm, OneAnswerForm, text_of_parts
from matching.parts.models import PartQuestion
from matching.parts.rules import goes_beside, may_divide, may_gather, part_term_from
from matching.parts.selectors import answers_now, centres_without_account, parts_for_desk, unanswered_parts
from matching.parts.services.asking import ask_again, ask_part, withdraw_part
from matching.parts.services.gathering import NOTHING_YET, STILL_OPEN, send_one_answer, tell_one_answer
from matching.requests.enums import RequestStatus
from matching.requests.forms.changed import NOT_KEPT
from matching.requests.rules import may_handle
from matching.requests.selectors import work_list
from matching.requests.workflow import WrongStepError, instead_of

# What becomes of the one answer. The page says which, and what it said is what happens.
AS_DECISION, BESIDE = "besluit", "bericht"
OTHER_WAY = (
    "De stand van dit verzoek veranderde net. Er is nog niets verstuurd. Lees onder het antwoord wat er nu gebeurt, en verstuur "
    "het dan opnieuw."
)


@require_http_methods(READ_OR_POST)
@require(may_handle)
def divide(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    form = AskPartForm(unsent.data(request), request=shown)
    if request.method == "POST" and form.is_valid() and _ask(request, shown, form):
        return redirect("matching:parts", reference=reference)
    parts = list(parts_for_desk(request.user).filter(request=shown))
    no_answer = _why_no_answer(shown)
    context = {
        "request_": shown, "parts": parts, "form": form, "may_divide": may_divide(request.user, shown),
        "may_gather": not (no_answer or _problem_of(parts)) and may_gather(request.user, shown),
        "no_answer": no_answer,
        "today": timezone.localdate(), "not_to_ask": list(centres_without_account()),
    }  # fmt: skip
    return render(request, "matching/parts/divide.html", context, status=code_of(request))


def _ask(request: HttpRequest, shown: SupportRequest, form: AskPartForm) -> bool:
    data = form.cleaned_data
    try:
        part = ask_part(
            request=shown, actor=user_of(request), whom=form.target, question=data["question"],
            answer_by=data["answer_by"], token=data["token"],
        )  # fmt: skip
    except WrongStepError as error:
        # Closed meanwhile: what was typed stays on the page.
        shown.refresh_from_db()
        form.add_error(None, str(error))
        return False
    messages.success(request, f"De vraag is gesteld aan {part.whom}. Daar krijgen zij een mail over.")
    return True


@require_http_methods(READ_OR_POST)
@require(may_handle)
def desk_part(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(parts_for_desk(request.user), pk=pk)
    back = redirect("matching:parts", reference=part.request.reference)
    if request.POST.get("doe") == "intrekken":
        return _withdraw(request, part) or back
    form = AskAgainForm(unsent.data(request), initial={"answer_by": part_term_from(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            ask_again(part=part, actor=user_of(request), **form.cleaned_data)
            messages.success(request, "Uw vraag is gesteld.")
            return back
        except WrongStepError as error:
            # What was typed stays on the page.
            form.add_error(None, f"{error} {NOT_KEPT}")
            part.refresh_from_db()
    context = {
        "part": part, "request_": part.request, "form": form, "events": events_of(part),
        "may_ask_again": part.state == PartState.ANSWERED and may_gather(request.user, part.request),
        "may_withdraw": part.state in (PartState.ASKED, PartState.ANSWERED),
    }  # fmt: skip
    return render(request, "matching/parts/desk_part.html", context, status=code_of(request))


def _withdraw(request: HttpRequest, part: PartQuestion) -> HttpResponse | None:
    """Asks first: what was written for it does not count any more."""
    if "zeker" not in request.POST:
        context = {"part": part, "request_": part.request}
        return render(request, "matching/parts/withdraw.html", context)
    try:
        withdraw_part(part=part, actor=user_of(request))
        messages.success(request, "De deelvraag is ingetrokken.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return None


@require_http_methods(READ_OR_POST)
@require(may_handle)
def one_answer(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    parts = list(parts_for_desk(request.user).filter(request=shown))
    answered = [part for part in parts if part.state == PartState.ANSWERED]
    missing = unanswered_parts(parts)
    form = OneAnswerForm(unsent.data(request), initial={"text": text_of_parts(answered, missing)})
    form.show_version(answers_now(answered))
    way = BESIDE if goes_beside(shown) else AS_DECISION
    if request.method == "POST" and form.is_valid() and _send(request, shown, form, way):
        return redirect("matching:request_detail", reference=reference)
    if request.method != "POST" and not may_gather(request.user, shown):
        messages.info(request, _why_not(shown))
        return redirect("matching:request_detail", reference=reference)
    problem = _why_no_answer(shown) or _problem_of(parts)
    if request.method != "POST" and problem:
        messages.info(request, problem)
        return redirect("matching:parts", reference=reference)
    context = {
        "request_": shown, "form": form, "parts": answered, "missing": missing,
        "way": way, "is_beside": way == BESIDE,
    }  # fmt: skip
    return render(request, "matching/parts/one_answer.html", context, status=code_of(request))


def _send(request: HttpRequest, shown: SupportRequest, form: OneAnswerForm, way: str) -> bool:
    """What was typed stays on the page when it may not go, or when something else would come of it than was read."""
    text, actor = form.cleaned_data["text"], user_of(request)
    if request.POST.get("manier", way) != way:
        form.add_error(None, OTHER_WAY)
        return False
    try:
        if way == BESIDE:
            token = form.cleaned_data["token"] or new_token()
            tell_one_answer(request=shown, actor=actor, text=text, token=token, seen=form.seen)
        else:
            send_one_answer(request=shown, actor=actor, text=text, seen=form.seen)
    except WrongStepError as error:
        form.add_error(None, str(error))
        return False
    except ChangedMeanwhileError as error:
        form.tell_answers_changed(error, parts_for_desk(request.user).filter(request=shown))
        return False
    messages.success(request, "Het antwoord is verstuurd. De gemeente krijgt een mail.")
    return True


def _why_no_answer(shown: SupportRequest) -> str:
    """Of a kind that is not answered with knowledge; beside a proposal or a mission it may be said all the same."""
    return "" if goes_beside(shown) else instead_of(RequestStatus.BEANTWOORD, shown.kind)


def _why_not(shown: SupportRequest) -> str:
    if shown.status == RequestStatus.BEANTWOORD:
        return "Het antwoord is al verstuurd."
    state = RequestStatus(shown.status).label.lower()
    return f"Antwoorden kan zolang het loket met het verzoek bezig is. Nu is het: {state}."


def _problem_of(parts: list[PartQuestion]) -> str:
    """Why there is no one answer to make yet; empty when there is."""
    if any(part.is_asked for part in parts):
        return STILL_OPEN
    return "" if any(part.state == PartState.ANSWERED for part in parts) else NOTHING_YET
