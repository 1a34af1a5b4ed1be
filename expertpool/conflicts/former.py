"""Where somebody of two profiles worked by the one that goes: its address and its account say so no more, and it still counts."""

from django.utils import timezone

from expertpool.models import ExpertProfile, Interest
from krachtwijken.accounts.models import GemeenteMembership, OrganisationMembership
from krachtwijken.accounts.selectors import addresses_of
from krachtwijken.core.mail_domains import is_one_house, work_domain

BY_ADDRESS = "had een mailadres van daar"
BY_TIE = "hoorde daar bij"


def keep_places_of_work(*, loser: ExpertProfile, winner: ExpertProfile) -> None:
    """Within the transaction of `merge_profiles`. As interests that end today: they count for as long as others do, and the owner
    reads them. A gemeente or organisation is known by its members, as in `find_conflicts`."""
    today = timezone.localdate()
    for place, role in _places(loser):
        if not Interest.objects.filter(profile=winner, **place).exists():
            Interest.objects.create(profile=winner, role=role, until=today, **place)


def _places(profile: ExpertProfile) -> list[tuple[dict[str, int], str]]:
    addresses = addresses_of([profile.user_id])[profile.user_id] if profile.user_id else set()
    gemeenten = GemeenteMembership.objects.values_list("gemeente", "user__email")
    organisations = OrganisationMembership.objects.values_list("organisation", "user__email")
    found = {("gemeente_id", pk): BY_ADDRESS for pk, email in gemeenten if _is_colleague(addresses, email)}
    found |= {
        ("organisation_id", pk): BY_ADDRESS for pk, email in organisations if _is_colleague(addresses, email)
    }
    if profile.organisation_id is not None:
        found.setdefault(("organisation_id", profile.organisation_id), BY_TIE)
    return [({column: pk}, role) for (column, pk), role in sorted(found.items())]


def _is_colleague(addresses: set[str], email: str) -> bool:
    house = work_domain(email.lower())
    return email.lower() in addresses or any(is_one_house(work_domain(one), house) for one in addresses)
