"""From help to knowledge: a draft case of what the gemeente itself wrote. It stays with who asked for it until he or she
sends it; then who helped reads it (`approving/`), and once the loket agrees it passes the usual review."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from knowledge.contributions.models import Contribution
from knowledge.contributions.selectors import contribution_at
from knowledge.contributions.services.drafts import keep_contribution
from knowledge.enums import CaseKind, CaseStatus
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.closing.approving.enums import ApprovalState
from matching.closing.models import ClosingAnswer
from matching.conversation.enums import Side
from matching.models import SupportRequest
from matching.proposals.enums import OfferKind
from matching.proposals.selectors import proposals_of
from matching.requests.enums import RequestStatus
from matching.requests.rules import works_for
from matching.requests.services.forgetting import REMOVED
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError


def may_draft(viewer: Any, request: SupportRequest) -> bool:
    """After the end, as long as there are texts, and until one was sent."""
    ended = request.status == RequestStatus.AFGEROND and request.problem != REMOVED
    return ended and works_for(viewer, request.gemeente) and not _is_sent(request)


def _is_sent(request: SupportRequest) -> bool:
    """What must be changed first is with its writer again."""
    return request.case_approvals.exclude(state=ApprovalState.CHANGE).exists()


@transaction.atomic
def start_draft_case(*, request: SupportRequest, actor: User) -> Contribution:
    """Repeatable: whoever comes back finds the own draft, with what was changed in it."""
    if not works_for(actor, request.gemeente):
        raise PermissionDenied
    fresh = lock_request(request)
    if _is_sent(fresh):
        raise WrongStepError("Van dit verzoek is al een voorbeeld verstuurd.")
    if not may_draft(actor, fresh):
        raise WrongStepError("Een voorbeeld maken kan als het verzoek is afgerond.")
    token = f"verzoek-{fresh.reference}".lower()
    begun = contribution_at(actor, token)
    if begun is not None:
        return begun
    draft = keep_contribution(
        actor=actor, token=token, answers=_answers(fresh, actor), origin=fresh.reference
    )
    audit.record(actor=actor, action="matching.draft_case", target=draft, data={"request": fresh.pk})
    return draft


def tell_sources(request: SupportRequest, actor: User) -> str:
    """What a draft is filled with, as a sentence for who sends it: also what a colleague wrote, and what the loket chose."""
    sources = ["wat uw gemeente schreef in het verzoek"]
    if ClosingAnswer.objects.filter(request=request, side=Side.GEMEENTE).exists():
        sources.append("de antwoorden van uw gemeente bij de afronding")
    if _accepted_titles(request, actor):
        sources.append("de titels die uw gemeente koos uit het voorstel van het loket")
    if _is_helped(request, actor):
        sources.append("een zin dat er hulp kwam")
    *first, last = sources
    told = f"{', '.join(first)} en {last}" if first else last
    return f"Dit concept vulden wij met {told}."


def _answers(request: SupportRequest, actor: User) -> dict[str, Any]:
    """Only what the gemeente wrote for the loket to read, and titles that everybody can read: no message, no person, no
    contact, nothing of the loket."""
    own = ClosingAnswer.objects.filter(request=request, side=Side.GEMEENTE).first()
    return {
        "wijken": [request.wijk_id] if request.wijk_id else [],
        "kind": CaseKind.PRACTICE.value,
        "problem_text": _problem(request),
        "goal": request.wanted,
        "approach": _approach(request, actor),
        "results": _results(own) if own else "",
        "what_did_not_work": own.what_did_not_work if own else "",
        "status": CaseStatus.AFGEROND.value,
        "themes": list(request.themes),
    }


def _problem(request: SupportRequest) -> str:
    return (
        f"{request.problem}\n\nEerder probeerden wij: {request.tried}" if request.tried else request.problem
    )


def _is_helped(request: SupportRequest, actor: User) -> bool:
    """Somebody, or a centre, was accepted."""
    helps = {OfferKind.PERSON, OfferKind.CENTRE}
    items = (item for proposal in proposals_of(request, actor) for item in proposal.items)
    return bool(request.kind) and any(item.is_accepted and item.item.kind in helps for item in items)


def _accepted_titles(request: SupportRequest, actor: User) -> list[str]:
    return [
        item.title
        for proposal in proposals_of(request, actor)
        for item in proposal.items
        if item.is_accepted and item.item.kind in {OfferKind.APPROACH, OfferKind.SCHEME}
    ]


def _approach(request: SupportRequest, actor: User) -> str:
    accepted = _accepted_titles(request, actor)
    # Who came is nobody's business; that somebody came is what was done.
    parts = (
        [f"Wij kregen hulp via het loket: {request.get_kind_display()}."]
        if _is_helped(request, actor)
        else []
    )
    if accepted:
        parts.append(
            "Uit het voorstel van het loket kozen wij:\n" + "\n".join(f"- {title}" for title in accepted)
        )
    return "\n\n".join(parts)


def _results(own: ClosingAnswer) -> str:
    lines = [
        f"Heeft het geholpen? {own.get_helped_display()}.",
        f"Zijn de doelen gehaald? {own.get_reached_display()}.",
        *(f"{question} {said}" for question, said in own.own_answers),
    ]
    return "\n".join(lines)
