"""What somebody of the pool and the loket said to each other, for the download of the own data."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.asides.models import AsideMessage

LEFT_OUT = ["aside", "author", "token"]


def asides_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    """Both sides: it is one conversation. What was said with a centre is the centre's."""
    theirs = Q(aside__invitation__profile=profile) | Q(aside__part__profile=profile)
    rows = AsideMessage.objects.filter(theirs).select_related("aside__request")
    return {
        "gesprekken": [
            {"verzoek": row.aside.request.reference, **row_in_words(row, left_out=LEFT_OUT)} for row in rows
        ]
    }
