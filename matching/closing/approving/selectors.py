"""Reads of cases that wait. Each takes the viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_expert, is_kenniscentrum
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer
from matching.closing.approving.enums import ApprovalState, ReaderSide
from matching.closing.approving.links import link_of_case, opened_by
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import (
    HELPED,
    Reader,
    case_helpers_of,
    is_reader,
    reader_of,
    readers_waited_for,
    said_this_time,
    speaks_for_loket,
)
from matching.engagements.enums import MissionState
from matching.models import Mission, PartQuestion, SupportRequest
from matching.requests.rules import may_handle, works_for


def approvals_visible_to(viewer: Viewer) -> QuerySet[CaseApproval]:
    """The loket all; who helped with it those of what it helped with."""
    approvals = CaseApproval.objects.select_related("request__gemeente", "request__owner", "contribution")
    return approvals if may_handle(viewer) else approvals.filter(_helped_by(viewer))


def _helped_by(viewer: Viewer) -> Q:
    mine = Q(pk__in=[])
    if is_expert(viewer):
        missions = Mission.objects.filter(state=MissionState.ENDED, invitation__profile__user=viewer.pk)
        mine |= Q(request__in=missions.order_by().values("invitation__request"))
    if is_kenniscentrum(viewer):
        parts = PartQuestion.objects.filter(
            state__in=HELPED, organisation__in=organisations_of(viewer).values("pk")
        )
        mine |= Q(request__in=parts.order_by().values("request"))
    return mine


def case_at(key: str) -> tuple[CaseApproval, int] | None:
    """Whose link this is, with the mission of that person: whether something may still be said is another question."""
    opened = opened_by(key)
    if opened is None:
        return None
    found = (
        CaseApproval.objects.select_related("request__gemeente", "contribution").filter(pk=opened[0]).first()
    )
    return (found, opened[1]) if found is not None else None


def case_to_read(viewer: Viewer, request: SupportRequest) -> CaseApproval | None:
    """The one that waits for a word of who helped."""
    waiting = approvals_visible_to(viewer).filter(request=request, state=ApprovalState.WAITING)
    return waiting.order_by("-asked_at").first()


def cases_waiting_for(viewer: User) -> list[CaseApproval]:
    """Of which the own word is still wanted, as somebody who helped; the first term first."""
    today = timezone.localdate()
    waiting = (
        approvals_visible_to(viewer)
        .filter(_helped_by(viewer), state=ApprovalState.WAITING, until__gte=today)
        .order_by("until", "pk")
    )
    return [approval for approval in waiting if _is_waited_for(viewer, approval, today)]


def _is_waited_for(viewer: User, approval: CaseApproval, today: date) -> bool:
    if viewer.pk == approval.contribution.author_id or speaks_for_loket(viewer, approval):
        return False
    return any(is_reader(viewer, reader) for reader in readers_waited_for(approval, today=today))


@dataclass(frozen=True)
class CaseAnswer:
    """Of one side about what lies there now; without a word it did not speak yet."""

    whom: str
    word: CaseWord | None = None
    is_own: bool = False


def case_answers(viewer: Viewer, approval: CaseApproval) -> list[CaseAnswer]:
    """Who answered what, and who did not: for everybody who reads it. The loket and the gemeente know who helped; who helped
    reads of other people only that it was an expert."""
    knows = may_handle(viewer) or works_for(viewer, approval.request.gemeente)
    own, words = reader_of(viewer, approval), said_this_time(approval)
    readers = [*case_helpers_of(approval.request), Reader(ReaderSide.LOKET)]
    return [
        CaseAnswer(
            reader.whom if knows or reader.organisation is not None else str(reader.side.label),
            next((word for word in words if reader.said(word)), None),
            reader == own,
        )
        for reader in readers
    ]


@dataclass(frozen=True)
class PassedOn:
    """Somebody without an account who is still waited for: what the loket passes on, and where it writes down what it hears."""

    whom: str
    link: str
    mission: int


def readers_to_pass_on_to(viewer: Viewer, approval: CaseApproval, waited: Sequence[Reader]) -> list[PassedOn]:
    """For who speaks for the loket. `waited` is who is waited for."""
    if not speaks_for_loket(viewer, approval):
        return []
    return [
        PassedOn(reader.whom, link_of_case(approval, reader), reader.mission.pk)
        for reader in waited
        if reader.has_no_account and reader.mission is not None
    ]


def approvals_told(viewer: Viewer, request: SupportRequest) -> list[CaseApproval]:
    """How it stands, for the page of the request: for the loket and for those who work for the gemeente."""
    if not (may_handle(viewer) or works_for(viewer, request.gemeente)):
        return []
    told = request.case_approvals.select_related("contribution").prefetch_related(
        "words__organisation", "words__mission__invitation__profile", "words__by"
    )
    return list(told)
