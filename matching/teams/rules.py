"""Who may do what with a team."""

from django.db.models import QuerySet

from krachtwijken.accounts.rules import is_expert, is_gemeente, is_loket
from krachtwijken.accounts.types import Viewer
from matching.conversation.enums import Side
from matching.conversation.rules import is_party, side_of
from matching.engagements.workflow import INVITABLE
from matching.models import AdoptionTeam, SupportRequest, TeamMember
from matching.requests.enums import RequestKind


def may_have_team(viewer: Viewer) -> bool:
    """Of which request, `selectors.team_at` says."""
    return is_party(viewer) or is_expert(viewer)


def works_on_teams(viewer: Viewer) -> bool:
    """May write in one: the account manager reads."""
    return is_loket(viewer) or is_gemeente(viewer) or is_expert(viewer)


def may_make_team(viewer: Viewer, request: SupportRequest) -> bool:
    wanted = request.kind == RequestKind.ADOPTIETEAM and request.status in INVITABLE
    return wanted and side_of(viewer, request) is Side.LOKET


def may_run_team(viewer: Viewer, team: AdoptionTeam) -> bool:
    """Choose members, set the assignment and begin."""
    return side_of(viewer, team.request) is Side.LOKET


def may_log(viewer: Viewer, team: AdoptionTeam) -> bool:
    """Write down what stands in the way and what broke."""
    return side_of(viewer, team.request) in {Side.LOKET, Side.GEMEENTE} or is_member(viewer, team)


def may_end_team(viewer: Viewer, team: AdoptionTeam) -> bool:
    return side_of(viewer, team.request) in {Side.LOKET, Side.GEMEENTE}


def is_member(viewer: Viewer, team: AdoptionTeam) -> bool:
    return viewer.pk is not None and own_rows(viewer, team).exists()


def own_rows(viewer: Viewer, team: AdoptionTeam) -> QuerySet[TeamMember]:
    """The rows of this person in the team."""
    return TeamMember.objects.filter(team=team, mission__invitation__profile__user=viewer.pk)
