"""What somebody takes along of the teams he or she was in."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.models import Blockade, TeamMember

SEAT_LEFT_OUT = ["team", "mission", "agreed_by", "came_by_invitation"]


def teams_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    """The own seats, and what this person wrote in the log."""
    rows = TeamMember.objects.filter(mission__invitation__profile=profile).select_related("team__request")
    logged = Blockade.objects.filter(noted_by=profile.user_id) if profile.user_id else Blockade.objects.none()
    return {
        "adoptieteams": [
            {"verzoek": row.team.request.reference, **row_in_words(row, left_out=SEAT_LEFT_OUT)}
            for row in rows
        ],
        "blokkades": [
            row_in_words(row, left_out=["team", "noted_by", "token"]) for row in logged
        ],
    }  # fmt: skip
