"""Two profiles became one: what was asked of the one that goes is asked of the one that stays."""

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from matching.engagements.enums import InvitationState
from matching.engagements.models import Invitation, Mission
from matching.engagements.transitions import move_invitation
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION


def move_invitations(*, loser: ExpertProfile, winner: ExpertProfile, actor: User | None) -> None:
    """Within the transaction of `merge_profiles`, which locked both profiles. Missions hang on their invitation. Asked twice
    for one request is asked once: the question to the profile that stays holds."""
    busy = set(
        Invitation.objects.filter(profile=winner, state__in=OPEN_INVITATION).values_list("request", flat=True)
    )
    busy |= set(
        Mission.objects.filter(invitation__profile=winner, state__in=OPEN_MISSION).values_list(
            "invitation__request", flat=True
        )
    )
    rows = Invitation.objects.select_for_update(of=("self",)).filter(profile=loser).order_by("pk")
    for invitation in rows:
        if invitation.is_open and invitation.request_id in busy:
            move_invitation(invitation, InvitationState.WITHDRAWN, actor=actor)
    Invitation.objects.filter(profile=loser).update(profile=winner)
