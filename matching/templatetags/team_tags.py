"""The way from a request, or a mission, to its adoptieteam."""

from dataclasses import dataclass
from typing import Any

from django import template

from matching.models import AdoptionTeam, SupportRequest
from matching.requests.enums import RequestKind
from matching.teams.rules import may_make_team
from matching.teams.selectors import team_at

register = template.Library()


@dataclass(frozen=True)
class TeamLink:
    team: AdoptionTeam | None = None
    may_make: bool = False


@register.simple_tag(takes_context=True)
def team_link(context: dict[str, Any], request: SupportRequest) -> TeamLink:
    """Asks nothing of a request of another kind."""
    if request.kind != RequestKind.ADOPTIETEAM:
        return TeamLink()
    viewer = context["request"].user
    team = team_at(viewer, request.reference)
    return TeamLink(team, team is None and may_make_team(viewer, request))
