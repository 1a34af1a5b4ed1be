"""What somebody takes along of the couplings he or she was in."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.models import Coupling


def couplings_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    rows = Coupling.objects.filter(mission__invitation__profile=profile).select_related("wijk")
    return {
        "koppelingen": [
            {
                **row_in_words(row, left_out=["mission", "request", "token", "made_by", "came_by_invitation"]),
                "bezoeken": [row_in_words(visit, left_out=["coupling", "token", "reported_by"]) for visit in row.visits.all()],
            }
            for row in rows
        ]
    }  # fmt: skip
