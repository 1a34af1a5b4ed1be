"""What somebody takes along of invitations and missions, beside the own profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from expertpool.models import ExpertProfile
from expertpool.own_data import OwnMission
from krachtwijken.core.own_words import row_in_words
from matching.engagements.models import Invitation, Mission
from matching.engagements.track import DONE

# The key is no knowledge about a person, and opens the page without login.
LEFT_OUT = ["profile", "token", "invited_by", "request"]


def engagements_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    """Everything that was asked of this person, answered and done."""
    rows = Invitation.objects.select_related("request", "mission").filter(profile=profile)
    return {"uitnodigingen": [_row(row) for row in rows]}


def missions_of_profile(profile: ExpertProfile) -> Sequence[OwnMission]:
    """Work that was done, for its owner to point at; in one question."""
    done = Mission.objects.filter(invitation__profile=profile, state__in=DONE)
    rows = done.values_list("pk", "invitation__request__reference", "end")
    return [
        OwnMission(f"mission:{pk}", f"Opdracht bij verzoek {reference}" + (f", {end.year}" if end else ""))
        for pk, reference, end in rows
    ]


def _row(row: Invitation) -> dict[str, Any]:
    mission = getattr(row, "mission", None)
    return {
        "verzoek": row.request.reference,
        **row_in_words(row, left_out=LEFT_OUT),
        "opdracht": row_in_words(mission, left_out=["invitation"]) if mission is not None else None,
    }
