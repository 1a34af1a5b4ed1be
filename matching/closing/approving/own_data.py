"""What somebody of the pool said of cases."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.closing.approving.models import CaseWord

LEFT_OUT = ["id", "approval", "mission", "organisation", "by"]


def case_words_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    words = CaseWord.objects.select_related("approval__request").filter(mission__invitation__profile=profile)
    rows = [
        {"verzoek": word.approval.request.reference, **row_in_words(word, left_out=LEFT_OUT)}
        for word in words
    ]
    return {"meegelezen voorbeelden": rows}
