"""The loket makes a proposal; the gemeente answers it."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.query_params import text_param
from matching.conversation.views import READ_OR_POST, code_of
from matching.models import SupportRequest
from matching.proposals.earlier import accepted_keys, offers_again, taken_back, typed_again
from matching.proposals.enums import QUESTION, OfferAnswer
from matching.proposals.forms import OfferAnswerForm, ProposalForm
from matching.proposals.limits import people_limit_of
from matching.proposals.more_offers import TAKEN, search_more
from matching.proposals.offers import offers_for, offers_still_to_ask, sign_offers, signed_offers
from matching.proposals.selectors import ShownProposal, open_proposal, shown_proposal
from matching.proposals.services import (
    ANSWERED,
    Answer,
    AnsweredMeanwhileError,
    NotToProposeError,
    answer_proposal,
    recall_proposal,
    send_proposal,
)
from matching.proposals.typed import NOTHING_TYPED, initial_of, typed_by_key
from matching.requests.enums import RequestStatus
from matching.requests.forms.changed import NOT_KEPT, last_step_of, tell_overtaken
from matching.requests.rules import may_ask, may_handle, works_for
from matching.requests.selectors import requests_visible_to, work_list
from matching.requests.workflow import BarredStepError, WrongStepError, instead_of

NOTHING_SENT = "Er is nog niets verstuurd. Wat u koos en typte bij de anderen, staat hieronder nog."
# How the fields with the words of an answer begin.
WORD = "woord_"


@require_http_methods(READ_OR_POST)
@require(may_handle)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    if request.POST.get("doe") == "zoek":
        return _search_further(request, shown)
    form = _proposal_form(request, shown)
    if request.method == "POST" and form.is_valid():
        try:
            send_proposal(
                request=shown, actor=user_of(request), offers=form.offers, reasons=form.reasons,
                token=form.cleaned_data["token"], overruling=form.cleaned_data["overruling"],
            )  # fmt: skip
            messages.success(request, "Het voorstel is verstuurd. De gemeente krijgt een mail.")
            return redirect("matching:request_detail", reference=reference)
        except NotToProposeError as error:
            messages.error(request, f"{error} {NOTHING_SENT}")
            form = _form_without_gone(request, shown, form)
        except BarredStepError as error:
            form.add_error(None, f"{error} {NOT_KEPT}")
        except WrongStepError:
            shown.refresh_from_db()
            tell_overtaken(form, shown, viewer=user_of(request))
    if request.method != "POST" and shown.status != RequestStatus.IN_BEHANDELING:
        messages.info(request, "Een voorstel kan alleen als het verzoek in behandeling is.")
        return redirect("matching:request_detail", reference=reference)
    if request.method != "POST" and (instead := instead_of(RequestStatus.VOORGESTELD, shown.kind)):
        messages.info(request, instead)
        return redirect("matching:request_detail", reference=reference)
    context = {"request_": shown, "form": form}
    return render(request, "matching/proposals/propose.html", context, status=code_of(request))


@require_http_methods(READ_OR_POST)
@require(may_handle)
def recall(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first; without a script too."""
    shown = get_object_or_404(work_list(request.user), reference=reference)
    if request.method != "POST" and shown.status == RequestStatus.VOORGESTELD:
        context = {"request_": shown, "accepted": len(accepted_keys(shown))}
        return render(request, "matching/proposals/recall.html", context)
    if request.method != "POST":
        messages.info(request, "Er ligt geen voorstel dat u kunt terughalen.")
        return redirect("matching:request_detail", reference=reference)
    try:
        recall_proposal(request=shown, actor=user_of(request))
        messages.success(request, "Het voorstel is teruggehaald. De gemeente krijgt bericht.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect("matching:request_detail", reference=reference)


@require_http_methods(READ_OR_POST)
@require(may_ask)
def answer_offer(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    proposal = open_proposal(shown)
    if not works_for(request.user, shown.gemeente) or (proposal is None and request.method != "POST"):
        messages.info(request, "Er ligt geen voorstel waarop u kunt antwoorden.")
        return redirect(shown)
    if proposal is None:
        return _answered_too_late(request, shown)
    now = shown_proposal(proposal, request.user)
    form = OfferAnswerForm(unsent.data(request), proposal=now)
    if request.method == "POST" and form.is_valid():
        try:
            answer_proposal(
                request=shown, actor=user_of(request), answers=form.answers, token=form.cleaned_data["token"]
            )
            messages.success(request, _told(form.answers, now))
            return redirect(shown)
        except WrongStepError:
            return _answered_too_late(request, shown)
        except AnsweredMeanwhileError:
            # Between reading and the lock: read anew, the form says what stands there now.
            now = shown_proposal(proposal, request.user)
            form = OfferAnswerForm(unsent.data(request), proposal=now)
    context = {"request_": shown, "shown": now, "form": form}
    return render(request, "matching/proposals/answer.html", context, status=code_of(request))


def _told(answers: Mapping[int, Answer], before: ShownProposal) -> str:
    """What comes next of this answer."""
    choices = {answer.choice for answer in answers.values()}
    people = {shown.item.pk for shown in before.items if shown.is_person}
    is_chosen = any(pk in people and one.choice == OfferAnswer.ACCEPTED for pk, one in answers.items())
    parts = [
        "Uw antwoord is bewaard.",
        "Het loket beantwoordt uw vraag. U krijgt daar een mail van." if QUESTION in choices else "",
        "Het loket vraagt wie u koos of het kan. U krijgt een mail als het ja is." if is_chosen else "",
    ]
    return " ".join(part for part in parts if part)


def _answered_too_late(request: HttpRequest, shown: SupportRequest) -> HttpResponse:
    """A colleague answered all of it, or the loket took it back: the words that were typed can still be copied."""
    shown.refresh_from_db()
    typed = [str(value).strip() for name, value in request.POST.items() if name.startswith(WORD)]
    why = f"{ANSWERED} {last_step_of(shown, viewer=user_of(request))}"
    context = {"request_": shown, "unsaved_why": why, "unsaved": [text for text in typed if text]}
    return render(request, "matching/proposals/answer.html", context, status=422)


def _form_without_gone(request: HttpRequest, shown: SupportRequest, form: ProposalForm) -> ProposalForm:
    """Who may not be asked any more stands in it no longer; what was ticked and typed of all others stays."""
    offers = offers_still_to_ask(form.offers, shown.gemeente)
    typed = initial_of(offers, typed_by_key(request.POST, form.offers), request.POST)
    shown_rows = sign_offers(offers, request=shown)
    return ProposalForm(None, offers=offers, shown=shown_rows, limit=form.limit, typed=typed)


def _search_further(request: HttpRequest, shown: SupportRequest) -> HttpResponse:
    """The same page with what was found besides the advice; what was ticked and typed stays. Nothing is kept."""
    before = signed_offers(request.POST.get("shown", ""), request=shown)
    rows = before or offers_for(shown, viewer=request.user)
    typed = typed_by_key(request.POST, before)
    kept = [offer for offer in rows if not offer.is_added or typed.get(offer.key, NOTHING_TYPED).picked]
    found = search_more(text_param(request.POST, "zoek"), request=shown, viewer=request.user).beside(
        {offer.key for offer in kept if not offer.is_added}, accepted_keys(shown)
    )
    known = {offer.key for offer in kept}
    offers = [*kept, *(offer for offer in found.offers if offer.key not in known)]
    form = ProposalForm(
        None, offers=offers, shown=sign_offers(offers, request=shown),
        limit=people_limit_of(shown), typed=initial_of(offers, typed, request.POST),
    )  # fmt: skip
    return render(
        request, "matching/proposals/propose.html", {"request_": shown, "form": form, "search": found}
    )


def _proposal_form(request: HttpRequest, shown: SupportRequest) -> ProposalForm:
    """What comes back is judged by what was shown with it, not by what would be shown now."""
    data = unsent.data(request)
    signed = data.get("shown", "") if data else ""
    offers = signed_offers(signed, request=shown)
    if not offers:
        taken = accepted_keys(shown)
        offers = [
            replace(offer, refused=TAKEN) if offer.key in taken else offer
            for offer in offers_for(shown, viewer=request.user)
        ]
        signed = sign_offers(offers, request=shown)
        # Something that cannot be read any more is not sent: the page comes back with what stands there now.
        data = data and _without_boxes(data, signed)
    limit, again = people_limit_of(shown), taken_back(shown) if data is None else []
    if again:
        known = {offer.key for offer in offers}
        more = offers_again(shown, again, request.user)
        offers = [*offers, *(offer for offer in more if offer.key not in known)]
        signed, typed = sign_offers(offers, request=shown), initial_of(offers, typed_again(again), {})
        return ProposalForm(None, offers=offers, shown=signed, limit=limit, typed=typed)
    return ProposalForm(data, offers=offers, shown=signed, limit=limit)


def _without_boxes(data: QueryDict, signed: str) -> QueryDict:
    """The boxes go too: they were about other rows."""
    kept = QueryDict(mutable=True)
    kept["shown"], kept["token"] = signed, data.get("token", "")
    return kept
