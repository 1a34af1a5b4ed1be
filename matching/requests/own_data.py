"""What somebody of the pool who asked for a gemeente too takes along: which files he or she sent, beside the own profile."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.models import RequestFile

LEFT_OUT = ["draft", "request", "message", "file", "digest", "by"]


def files_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    if profile.user is None:
        return {}
    sent = RequestFile.objects.filter(by=profile.user)
    return {"files": [row_in_words(row, left_out=LEFT_OUT) for row in sent]}
