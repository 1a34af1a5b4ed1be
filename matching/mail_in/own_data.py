"""What somebody takes along of the mail that he or she sent, beside the own profile."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.own_words import row_in_words
from matching.mail_in.enums import Doubt
from matching.mail_in.models import IncomingMail

# Somebody else may have put this address above it.
NOT_SURELY_OWN = (Doubt.FORGED, Doubt.NO_KEY, Doubt.OTHER_SENDER)
LEFT_OUT = [
    "request",
    "invitation",
    "part",
    "person",
    "message",
    "aside_message",
    "handled_by",
    "doubt",
    "mail_id",
]


def mails_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    """As long as it is kept, with all that it said."""
    if profile.user is None:
        return {}
    kept = IncomingMail.objects.filter(person=profile.user).exclude(doubt__in=NOT_SURELY_OWN)
    return {"mails": [row_in_words(mail, left_out=LEFT_OUT) for mail in kept]}
