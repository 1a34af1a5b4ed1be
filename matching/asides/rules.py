"""On whose behalf somebody speaks with who helps, and as long as what."""

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_expert
from krachtwijken.accounts.types import Viewer
from matching.asides.enums import AsideSide
from matching.asides.models import About
from matching.conversation.rules import is_party, may_talk
from matching.engagements.enums import MissionState
from matching.engagements.models import Invitation
from matching.engagements.rules import is_invited
from matching.engagements.workflow import OPEN_MISSION
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.rules import answers_parts, is_for
from matching.parts.selectors import members_of_organisation
from matching.requests.rules import may_handle, works_for

REQUEST_OVER = "U kunt hier niet meer schrijven: het verzoek is afgesloten."
INVITATION_OVER = "U kunt hier niet meer schrijven: de uitnodiging is voorbij."
MISSION_OVER = "U kunt hier niet meer schrijven: de opdracht is voorbij."
PART_OVER = "U kunt hier niet meer schrijven: de deelvraag is voorbij."
NOBODY_READS = "U kunt hier niet schrijven: aan de andere kant heeft niemand een account. Bel of mail zelf."
# After the report the loket may still ask about it.
TALKS_DURING = (*OPEN_MISSION, MissionState.REPORTED)


def side_of_aside(viewer: Viewer, about: About) -> AsideSide | None:
    """None for who has nothing to do with it: the gemeente itself too, whatever else somebody there may do."""
    if _helps_with(viewer, about):
        return AsideSide.HELPER
    if may_handle(viewer) and not works_for(viewer, about.request.gemeente):
        return AsideSide.LOKET
    return None


def why_silent(about: About) -> str:
    """Why nothing can be said any more, for the reader; empty when something can."""
    if not may_talk(about.request):
        return REQUEST_OVER
    over = _why_invitation_over(about) if isinstance(about, Invitation) else _why_part_over(about)
    return over or ("" if helpers_of(about) else NOBODY_READS)


def helpers_of(about: About) -> list[User]:
    """Who is on the other side, and can log in."""
    if isinstance(about, PartQuestion) and about.organisation is not None:
        return list(members_of_organisation(about.organisation))
    user = about.profile.user if about.profile is not None else None
    return [user] if user is not None and is_expert(user) else []


def keeps_files(viewer: Viewer) -> bool:
    """May have a thread with files that came by mail; which, the thread says."""
    return is_party(viewer) or answers_parts(viewer)


def _helps_with(viewer: Viewer, about: About) -> bool:
    if isinstance(about, Invitation):
        return is_expert(viewer) and is_invited(viewer, about)
    # What was withdrawn is nobody's any more.
    return about.state != PartState.WITHDRAWN and is_for(viewer, about)


def _why_invitation_over(invitation: Invitation) -> str:
    mission = getattr(invitation, "mission", None)
    if mission is not None:
        return "" if mission.state in TALKS_DURING else MISSION_OVER
    return "" if invitation.is_open else INVITATION_OVER


def _why_part_over(part: PartQuestion) -> str:
    return "" if part.state in (PartState.ASKED, PartState.ANSWERED) else PART_OVER
