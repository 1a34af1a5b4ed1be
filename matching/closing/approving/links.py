"""The link by which somebody without an account reads a case: signed, and of use for that case and that person only.

There is no address to mail it to: the owner at the loket passes it on. How long it works stands in the case itself.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from matching.closing.approving.models import CaseApproval
from matching.closing.approving.rules import Reader

SALT = "matching.case"
SIGNER = Signer(salt=SALT, sep=".")
LONGEST = 200


def link_of_case(approval: CaseApproval, reader: Reader) -> str:
    return f"{settings.BASE_URL}{reverse('matching:case_link', args=[key_of_case(approval, reader)])}"


def key_of_case(approval: CaseApproval, reader: Reader) -> str:
    mission = reader.mission.pk if reader.mission is not None else 0
    return SIGNER.sign(f"{approval.pk}-{mission}")


def opened_by(key: str) -> tuple[int, int] | None:
    """Which case and which mission; None for a key that was changed or never was."""
    try:
        case, _, mission = SIGNER.unsign(key[:LONGEST]).partition("-")
    except BadSignature:
        return None
    return int(case), int(mission)
