"""All that happened with a request, for its page. Also what may follow, for one viewer."""

from typing import Any

from krachtwijken.accounts.models import User
from matching.closing.approving.selectors import approvals_told
from matching.closing.drafting import may_draft
from matching.closing.rules import may_answer_closing, may_close, may_reopen
from matching.conversation.enums import Side
from matching.conversation.rules import may_talk, side_of
from matching.conversation.selectors import shown_messages
from matching.engagements.models import Mission
from matching.models import SupportRequest
from matching.proposals.forms import OfferAnswerForm
from matching.proposals.selectors import ShownProposal, count_refused, proposals_of
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.workflow import instead_of

LAST_SHOWN = 3


def dossier_of(request: SupportRequest, viewer: User) -> dict[str, Any]:
    """Of a request that this viewer may see."""
    side = side_of(viewer, request)
    proposals = proposals_of(request, viewer)
    rows = shown_messages(viewer, request)
    answer_form = _answer_form(request, side, proposals)
    owes_answer = side is Side.LOKET and request.status == RequestStatus.IN_BEHANDELING
    no_proposal = instead_of(RequestStatus.VOORGESTELD, request.kind)
    return {
        # What waits for an answer stands in the form already.
        "proposals": proposals[1:] if answer_form else proposals,
        "answer_form": answer_form,
        "answered_items": [item for item in proposals[0].items if item.item.answer] if answer_form else [],
        "is_desk": side is Side.LOKET,
        "for_gemeente": side is Side.GEMEENTE,
        "may_propose": owes_answer and not no_proposal,
        "no_proposal": no_proposal if owes_answer else "",
        "refused": count_refused(proposals) if request.status == RequestStatus.IN_BEHANDELING else 0,
        "first_answer": course_of(request.kind).first_answer,
        "awaits_people": _awaits_people(request, proposals),
        "may_recall": side is Side.LOKET and request.status == RequestStatus.VOORGESTELD,
        "last_messages": rows[-LAST_SHOWN:],
        "new_count": sum(row.is_new for row in rows),
        "may_talk": may_talk(request),
        "promises": request.promises.all(),
        "may_close": may_close(viewer, request),
        "may_reopen": may_reopen(viewer, request),
        "terms": course_of(request.kind).terms,
        "may_answer_closing": may_answer_closing(viewer, request),
        "closing_answers": request.closing_answers.all(),
        "follow_ups": request.follow_ups.all(),
        "case_approvals": approvals_told(viewer, request),
        "may_draft": may_draft(viewer, request),
    }


def _awaits_people(request: SupportRequest, proposals: list[ShownProposal]) -> bool:
    """The gemeente chose people, and not so many came yet. By number: who said no is nobody's business, and another may come
    instead."""
    if request.status != RequestStatus.IN_UITVOERING:
        return False
    chosen = {
        shown.item.key
        for proposal in proposals
        for shown in proposal.items
        if shown.is_person and shown.is_accepted
    }
    return bool(chosen) and Mission.objects.filter(invitation__request=request).count() < len(chosen)


def _answer_form(
    request: SupportRequest, side: Side | None, proposals: list[ShownProposal]
) -> OfferAnswerForm | None:
    waits = request.status == RequestStatus.VOORGESTELD and bool(proposals)
    if side is not Side.GEMEENTE or not waits or proposals[0].proposal.ended_at is not None:
        return None
    return OfferAnswerForm(None, proposal=proposals[0])
