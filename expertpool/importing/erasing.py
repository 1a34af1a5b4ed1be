"""Who leaves, or says no, takes along what lists still hold of that person."""

from django.db.models import Q

from expertpool.importing.known import digest_of_address
from expertpool.models import ExpertProfile, Nomination, NominationState, PoolImportRow, RowFate
from krachtwijken.accounts.selectors import addresses_of


def forget_rows_of(profile: ExpertProfile) -> None:
    """Within the transaction that deletes the profile. Rows under one of its addresses, and those that wait because they may be
    this person: whoever erased everything is not asked under another address. Nominations of those addresses go too."""
    addresses = addresses_of([profile.user_id])[profile.user_id] if profile.user_id else set()
    digests = [digest_of_address(address) for address in addresses]
    _blank(Q(profile=profile) | Q(nomination__profile=profile) | Q(digest__in=digests))
    Nomination.objects.filter(email__in=addresses, state=NominationState.NOMINATED).delete()


def forget_rows_of_nomination(nomination: Nomination) -> None:
    """Within the transaction that deletes it."""
    _blank(Q(nomination=nomination) | Q(digest=digest_of_address(nomination.email)))


def _blank(about: Q) -> None:
    waits = PoolImportRow.objects.filter(about, fate=RowFate.LOOKS_LIKE)
    waits.update(fate=RowFate.SAME, values={})
