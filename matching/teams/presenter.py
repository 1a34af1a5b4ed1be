"""What the page of a team shows, and what this viewer may do there."""

from typing import Any

from krachtwijken.accounts.models import User
from krachtwijken.core.versions import mark_of_values
from matching.models import AdoptionTeam
from matching.requests.rules import may_handle, works_for
from matching.teams.enums import TeamState
from matching.teams.rules import may_end_team, may_log, may_run_team, own_rows
from matching.teams.selectors import is_public, public_words, seats_of


def team_context(team: AdoptionTeam, viewer: User) -> dict[str, Any]:
    runs, is_ended = may_run_team(viewer, team), team.state == TeamState.ENDED
    of_gemeente = works_for(viewer, team.request.gemeente)
    own = list(own_rows(viewer, team)) if is_ended else []
    blockades = list(team.blockades.all())
    has_agreed = (of_gemeente and team.agreed_at is not None) or any(row.agreed_at for row in own)
    may_agree = is_ended and (
        (of_gemeente and team.agreed_at is None) or any(row.agreed_at is None for row in own)
    )
    return {
        "team": team,
        "request_": team.request,
        "seats": seats_of(team),
        "blockades": blockades,
        "broken": [row for row in blockades if row.broken_on],
        "may_run": runs and team.is_open,
        "may_begin": runs and team.state == TeamState.FORMING,
        "may_log": team.is_open and may_log(viewer, team),
        "may_end": may_end_team(viewer, team) and team.state == TeamState.RUNNING,
        "may_rewrite": may_end_team(viewer, team) and is_ended,
        "may_agree": may_agree,
        "has_agreed": has_agreed,
        "asks_members": runs and is_ended,
        "is_ended": is_ended,
        "read_mark": mark_of_values(public_words(team)) if is_ended else "",
        "is_public": is_public(team),
        "is_desk": may_handle(viewer),
        "follows": of_gemeente or not own_rows(viewer, team).exists(),
    }
