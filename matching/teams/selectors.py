"""Reads of teams. Each for a viewer; what everybody may read has functions of its own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.models import AdoptionTeam, Blockade, SupportRequest, TeamMember
from matching.requests.selectors import counted_requests, requests_visible_to
from matching.teams.enums import TeamRole, TeamState


@dataclass(frozen=True)
class Seat:
    """A role, and who fills it."""

    role: TeamRole
    members: Sequence[TeamMember]


@dataclass(frozen=True)
class PublicMember:
    """`function` is empty of somebody whose profile is gone or not to be shown."""

    role: str
    function: str


def teams_visible_to(viewer: Viewer) -> QuerySet[AdoptionTeam]:
    """Of the requests that this viewer may see, and those that he or she is in."""
    teams = AdoptionTeam.objects.select_related("request__gemeente", "request__wijk")
    mine = Q(pk__in=AdoptionTeam.objects.filter(members__mission__invitation__profile__user=viewer.pk))
    seen = Q(request__in=requests_visible_to(viewer).order_by().values("pk"))
    return teams.filter(seen | mine) if viewer.is_authenticated else teams.none()


def team_at(viewer: Viewer, reference: str) -> AdoptionTeam | None:
    return teams_visible_to(viewer).filter(request__reference=reference).first()


def request_for_team(viewer: Viewer, reference: str) -> SupportRequest | None:
    """A request of this viewer, with a team or not."""
    return requests_visible_to(viewer).filter(reference=reference).first()


def seats_of(team: AdoptionTeam) -> list[Seat]:
    """All four roles, in order, the empty ones too."""
    members = list(team.members.select_related("mission__invitation"))
    return [Seat(role, [row for row in members if row.role == role]) for role in TeamRole]


def empty_roles(team: AdoptionTeam) -> list[str]:
    return [str(seat.role.label) for seat in seats_of(team) if not seat.members]


def missions_to_seat(team: AdoptionTeam) -> QuerySet[Mission]:
    """Who said yes to this request and is not in the team yet."""
    missions = Mission.objects.select_related("invitation__profile").filter(
        invitation__request=team.request_id, invitation__profile__isnull=False
    )
    return missions.exclude(state=MissionState.BROKEN_OFF).exclude(team_members__team=team)


def public_teams() -> QuerySet[AdoptionTeam]:
    """Those that are done, of which the gemeente and every member said that everybody may read it."""
    members = TeamMember.objects.filter(team=OuterRef("pk")).order_by()
    agreed = AdoptionTeam.objects.filter(state=TeamState.ENDED, agreed_at__isnull=False)
    agreed = agreed.filter(Exists(members), ~Exists(members.filter(agreed_at=None)))
    return agreed.filter(request__in=counted_requests().order_by().values("pk")).select_related(
        "request__gemeente", "request__wijk"
    )


def plan_of(team: AdoptionTeam) -> dict[str, Any]:
    """What the loket sets."""
    return {name: getattr(team, name) for name in ("assignment", "starts_on", "ends_on")}


def logged_in(blockade: Blockade) -> dict[str, Any]:
    """What stands in the log of one that holds still."""
    return {name: getattr(blockade, name) for name in ("text", "held_by", "kind", "noted_on")}


def public_words(team: AdoptionTeam) -> dict[str, Any]:
    """All that everybody would read of this team: whoever says yes to it says so to these words."""
    logged = ("text", "held_by", "kind", "noted_on", "broken_on", "breakthrough")
    return {
        "assignment": team.assignment,
        "starts_on": team.starts_on,
        "ends_on": team.ends_on,
        "lessons": team.lessons,
        "members": [asdict(member) for member in public_members(team)],
        "blockades": list(team.blockades.values(*logged)),
    }


def is_public(team: AdoptionTeam) -> bool:
    return public_teams().filter(pk=team.pk).exists()


def public_members(team: AdoptionTeam) -> list[PublicMember]:
    """In the order of the roles."""
    today = timezone.localdate()
    rows = {seat.role: seat.members for seat in seats_of(team)}
    profiles = {
        row.pk: row.mission.invitation.profile
        for row in team.members.select_related("mission__invitation__profile")
        if row.mission is not None
    }
    shown = []
    for role, members in rows.items():
        for row in members:
            profile = profiles.get(row.pk)
            is_known = not row.came_by_invitation or (
                profile is not None and profile.has_consent(today=today)
            )
            shown.append(PublicMember(str(role.label), row.function if is_known else ""))
    return shown
