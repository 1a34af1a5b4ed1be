"""Send a proposal, answer it, take it back. Each is one transaction under the lock of the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from matching.conversation.services.messages import post_message
from matching.engine.rank import ENGINE_VERSION
from matching.models import SupportRequest
from matching.proposals.enums import QUESTION, OfferAnswer, OfferKind
from matching.proposals.models import OfferQuestion, Proposal, ProposalItem
from matching.proposals.offers import Offer
from matching.proposals.people import lock_proposable_people, refusals_of_people
from matching.proposals.questions import begin_of_question
from matching.proposals.selectors import ShownProposal, open_proposal, shown_proposal
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.rules import may_handle, works_for
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.services.notify import tell_gemeente, tell_handler
from matching.requests.services.steps import lock_request, move_request
from matching.requests.workflow import WrongStepError

GONE = "Iemand die u koos kan niet meer gevraagd worden. Kijk opnieuw naar het advies."
RECALLED = "Het loket haalde het voorstel terug, en zoekt verder. U krijgt opnieuw {0}."
ANSWERED = "Op dit voorstel is al geantwoord, of het loket haalde het terug."


class NotToProposeError(Exception):
    """Somebody who was chosen withdrew meanwhile; the message is for the reader."""


class AnsweredMeanwhileError(Exception):
    """Somebody answered otherwise since the page was opened. Nothing of what was sent is kept."""


@dataclass(frozen=True)
class Answer:
    """`choice` is a value of OfferAnswer, or QUESTION."""

    choice: str
    word: str = ""


@transaction.atomic
def send_proposal(
    *,
    request: SupportRequest,
    actor: User,
    offers: Sequence[Offer],
    reasons: Mapping[str, str],
    token: str,
    overruling: str = "",
) -> Proposal:
    """Repeatable: the same token is one proposal. `offers` are all that was shown, `reasons` by key those that were chosen.
    Consent is asked again under a lock: of who withdrew since nothing is kept, nor of what was searched for and left."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    sent = Proposal.objects.filter(request=fresh, token=token).first()
    if sent is not None:
        return sent
    move_request(fresh, RequestStatus.VOORGESTELD, actor)
    kept = _still_to_propose(fresh, offers, reasons)
    if not reasons or set(reasons) - {offer.key for offer in kept}:
        raise NotToProposeError(GONE)
    proposal = Proposal.objects.create(
        request=fresh, made_by=actor, engine=ENGINE_VERSION, overruling=overruling, token=token
    )
    items = [_item(proposal, place, offer, reasons) for place, offer in enumerate(kept)]
    ProposalItem.objects.bulk_create(items)
    audit.record(
        actor=actor, action="matching.proposal_sent", target=proposal,
        data={"chosen": len(reasons), "shown": len(kept), "added": sum(offer.is_added for offer in kept)},
    )  # fmt: skip
    tell_gemeente(
        fresh, f"proposal:{proposal.pk}", template="mail/loket_proposal.txt",
        what_next=course_of(fresh.kind).letters.proposed,
        people=_said(any(item.is_chosen and item.kind == OfferKind.PERSON for item in items)),
    )  # fmt: skip
    return proposal


@transaction.atomic
def answer_proposal(
    *, request: SupportRequest, actor: User, answers: Mapping[int, Answer], token: str
) -> Proposal:
    """Repeatable: what was answered stays, and another answer to it refuses all. `answers` by the number of the item; a
    question becomes a message. With the last answer the request moves on: help begins, or the loket looks further."""
    if not works_for(actor, request.gemeente):
        raise PermissionDenied
    fresh = lock_request(request)
    proposal = open_proposal(fresh)
    if proposal is None or fresh.status != RequestStatus.VOORGESTELD:
        raise WrongStepError(ANSWERED)
    before = shown_proposal(proposal, actor)
    if before.answered_otherwise({pk: given.choice for pk, given in answers.items()}):
        raise AnsweredMeanwhileError
    for shown in before.open_items:
        given = answers.get(shown.item.pk)
        if given is not None and given.choice == QUESTION:
            text = f"{begin_of_question(shown.title)}{given.word}"
            asked = post_message(request=fresh, actor=actor, text=text, token=f"{token}:{shown.item.pk}")
            OfferQuestion.objects.get_or_create(message=asked, defaults={"item": shown.item})
        elif given is not None:
            _keep_answer(shown.item, given, actor)
    now = shown_proposal(Proposal.objects.get(pk=proposal.pk), actor)
    if not now.open_items:
        _end(now, fresh, actor)
    return now.proposal


@transaction.atomic
def recall_proposal(*, request: SupportRequest, actor: User) -> SupportRequest:
    """The loket takes back what was not answered, and looks further. Not repeatable: the second time there is none."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    if fresh.status != RequestStatus.VOORGESTELD:
        raise WrongStepError("Er ligt geen voorstel dat u kunt terughalen.")
    move_request(fresh, RequestStatus.IN_BEHANDELING, actor)
    proposal = open_proposal(fresh)
    if proposal is not None:
        proposal.ended_at, proposal.is_recalled = timezone.now(), True
        proposal.save(update_fields=["ended_at", "is_recalled"])
    event = audit.record(actor=actor, action="matching.proposal_recalled", target=proposal or fresh)
    tell_gemeente(
        fresh, f"recalled:{event.pk}", what_next=RECALLED.format(course_of(fresh.kind).first_answer)
    )
    return fresh


@retention.register_rule("matching.proposals")
@transaction.atomic
def forget_proposals() -> int:
    """Repeatable. With the request's texts go the people and all words; which pages were proposed stays."""
    old = {"request__status__in": ENDED, "request__status_since__lt": timezone.now() - TEXTS_KEPT}
    written = Proposal.objects.filter(**old).exclude(overruling=REMOVED).values_list("pk", flat=True)
    pks = list(written[:AT_ONCE])
    ProposalItem.objects.filter(proposal__in=pks, kind=OfferKind.PERSON).delete()
    ProposalItem.objects.filter(proposal__in=pks).update(reason=REMOVED, word="", answered_by=None)
    return Proposal.objects.filter(pk__in=pks).update(overruling=REMOVED, made_by=None)


def _still_to_propose(
    request: SupportRequest, offers: Sequence[Offer], reasons: Mapping[str, str]
) -> list[Offer]:
    """The advice without who may not be asked (any more), and what the loket found itself and chose."""
    shown = [offer for offer in offers if not offer.refused and (not offer.is_added or offer.key in reasons)]
    people = [offer.key for offer in shown if offer.kind == OfferKind.PERSON]
    asked = lock_proposable_people(people, request.gemeente)
    searched = [offer.key for offer in shown if offer.is_added and offer.key in asked]
    refused = refusals_of_people(searched, request.gemeente)
    gone = (set(people) - asked) | set(refused)
    return [offer for offer in shown if offer.key not in gone]


def _item(proposal: Proposal, place: int, offer: Offer, reasons: Mapping[str, str]) -> ProposalItem:
    is_person = offer.kind == OfferKind.PERSON
    return ProposalItem(
        proposal=proposal, place=place, kind=offer.kind, key=offer.key, score=offer.score, parts=offer.parts,
        title="" if is_person else offer.title, url="" if is_person else offer.url,
        is_chosen=offer.key in reasons, reason=reasons.get(offer.key, ""), is_added=offer.is_added,
    )  # fmt: skip


def _keep_answer(item: ProposalItem, given: Answer, actor: User) -> None:
    item.answer, item.word = OfferAnswer(given.choice), given.word
    item.answered_by, item.answered_at = actor, timezone.now()
    item.save(update_fields=["answer", "word", "answered_by", "answered_at"])
    audit.record(actor=actor, action="matching.proposal_answer", target=item, data={"answer": given.choice})


def _took_something(request: SupportRequest) -> bool:
    earlier = ProposalItem.objects.filter(proposal__request=request, proposal__is_recalled=True)
    return earlier.filter(answer=OfferAnswer.ACCEPTED).exists()


def _end(shown: ShownProposal, request: SupportRequest, actor: User) -> None:
    proposal = shown.proposal
    # Also of what was taken back after a first yes: that stands.
    accepted = any(item.is_accepted for item in shown.items) or _took_something(request)
    proposal.ended_at = timezone.now()
    proposal.save(update_fields=["ended_at"])
    to = RequestStatus.IN_UITVOERING if accepted else RequestStatus.IN_BEHANDELING
    move_request(request, to, actor)
    people = any(item.is_person and item.is_accepted for item in shown.items)
    tell_handler(request, "mail/loket_answered.txt", f"answered:{proposal.pk}", people=_said(people))


def _said(holds: bool) -> str:
    """For a condition in a mail."""
    return "ja" if holds else ""
