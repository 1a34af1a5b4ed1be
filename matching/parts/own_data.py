"""The parts of questions that somebody of the pool was asked."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.parts.models import PartQuestion

LEFT_OUT = ["id", "profile", "organisation", "token", "asked_by", "answered_by", "request", "told_in"]


def parts_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    parts = PartQuestion.objects.select_related("request").filter(profile=profile)
    rows = [{"verzoek": part.request.reference, **row_in_words(part, left_out=LEFT_OUT)} for part in parts]
    return {"deelvragen": rows}
