"""Everything of the loket that hangs on a profile, when two become one."""

from expertpool.models import ExpertProfile
from matching.engagements.services.moving import move_invitations
from matching.parts.services.moving import move_parts
from matching.proposals.moving import move_offers


def move_work_of_profile(loser: ExpertProfile, winner: ExpertProfile) -> None:
    move_invitations(loser=loser, winner=winner, actor=winner.user)
    move_parts(loser=loser, winner=winner)
    move_offers(loser=loser, winner=winner)
