"""Reads of cases that wait. Each takes the viewer."""

from django.db.models import Q, QuerySet

from krachtwijken.accounts.rules import is_expert, is_kenniscentrum
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer
from matching.closing.approving.enums import ApprovalState
from matching.closing.approving.models import CaseApproval
from matching.closing.approving.rules import HELPED
from matching.engagements.enums import MissionState
from matching.models import Mission, PartQuestion, SupportRequest
from matching.requests.rules import may_handle, works_for


def approvals_visible_to(viewer: Viewer) -> QuerySet[CaseApproval]:
    """The loket all; who helped with it those of what it helped with."""
    approvals = CaseApproval.objects.select_related("request__gemeente", "request__owner", "contribution")
    if may_handle(viewer):
        return approvals
    mine = Q(pk__in=[])
    if is_expert(viewer):
        missions = Mission.objects.filter(state=MissionState.ENDED, invitation__profile__user=viewer.pk)
        mine |= Q(request__in=missions.order_by().values("invitation__request"))
    if is_kenniscentrum(viewer):
        parts = PartQuestion.objects.filter(
            state__in=HELPED, organisation__in=organisations_of(viewer).values("pk")
        )
        mine |= Q(request__in=parts.order_by().values("request"))
    return approvals.filter(mine)


def case_to_read(viewer: Viewer, request: SupportRequest) -> CaseApproval | None:
    """The one that waits for a word of who helped."""
    waiting = approvals_visible_to(viewer).filter(request=request, state=ApprovalState.WAITING)
    return waiting.order_by("-asked_at").first()


def approvals_told(viewer: Viewer, request: SupportRequest) -> list[CaseApproval]:
    """How it stands, for the page of the request: for the loket and for those who work for the gemeente."""
    if not (may_handle(viewer) or works_for(viewer, request.gemeente)):
        return []
    told = request.case_approvals.select_related("contribution").prefetch_related(
        "words__organisation", "words__mission__invitation__profile"
    )
    return list(told)
