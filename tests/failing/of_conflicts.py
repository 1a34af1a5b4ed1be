"""What interests and exclusions are tried with."""

from datetime import date

from expertpool.conflicts.services import (
    add_exclusion,
    add_interest,
    forget_interests,
    remove_exclusion,
    remove_interest,
)
from expertpool.models import ExcludedBy, Exclusion, Interest
from krachtwijken.core.models import Gemeente
from tests.factories.accounts import UserFactory
from tests.failing.of_pool import make_profile
from tests.failing.registry import Call, tries


def _gemeente() -> Gemeente:
    return Gemeente.objects.get_or_create(slug="proefstad", defaults={"name": "Proefstad"})[0]


@tries(add_interest)
def new_interest() -> Call:
    user = UserFactory(role="expert")
    profile, place = make_profile(user), _gemeente()
    return lambda: add_interest(profile=profile, actor=user, place=place, role="adviseur", until=None)


@tries(remove_interest)
def old_interest() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    row = Interest.objects.create(profile=profile, gemeente=_gemeente(), role="adviseur")
    return lambda: remove_interest(profile=profile, interest=row.pk, actor=user)


@tries(add_exclusion)
def new_exclusion() -> Call:
    user = UserFactory(role="expert")
    profile, place = make_profile(user), _gemeente()
    return lambda: add_exclusion(profile=profile, gemeente=place, by=ExcludedBy.EXPERT, actor=user)


@tries(remove_exclusion)
def old_exclusion() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    row = Exclusion.objects.create(profile=profile, gemeente=_gemeente(), by=ExcludedBy.EXPERT)
    return lambda: remove_exclusion(profile=profile, exclusion=row.pk, actor=user)


@tries(forget_interests)
def interest_that_counts_no_more() -> Call:
    profile = make_profile(UserFactory(role="expert"))
    Interest.objects.create(profile=profile, gemeente=_gemeente(), role="x", until=date(2000, 1, 1))
    return forget_interests
