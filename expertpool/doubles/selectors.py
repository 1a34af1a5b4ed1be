"""Pairs that may be one person, for who proposes it, and for who holds the link."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from expertpool.importing.rules import reads_fates
from expertpool.models import DoubleState, ExpertProfile, NominationState, PossibleDouble
from krachtwijken.accounts.types import Viewer

MOST_SHOWN = 50


def open_profiles() -> QuerySet[ExpertProfile]:
    """Of a person who agreed: in the pool now, or waiting for two verdicts. Of whoever withdrew nothing is compared."""
    return ExpertProfile.objects.filter(_open(""))


def possible_pairs(viewer: Viewer) -> QuerySet[PossibleDouble]:
    """Only while both sides agree to be there: of others the page may say nothing."""
    waits = Q(state=DoubleState.FOUND) | Q(state=DoubleState.ASKED)
    rows = PossibleDouble.objects.filter(waits, _open("first__"), _open("second__"))
    if not reads_fates(viewer):
        return rows.none()
    return rows.select_related("first__user", "second__user", "first__nomination", "second__nomination")


def is_alike_somebody(profile: ExpertProfile) -> bool:
    """For who vets: a pair waits for the loket."""
    pairs = PossibleDouble.objects.filter(
        Q(first=profile) | Q(second=profile), _open("first__"), _open("second__")
    )
    return pairs.exclude(state=DoubleState.OTHER).exists()


@dataclass(frozen=True)
class Side:
    """What somebody sees who holds one of both links: the own profile, and nothing of the other."""

    pair: PossibleDouble
    profile: ExpertProfile
    stays: bool
    other_code: str


def side_by_link(token: str) -> Side | None:
    """While the links work."""
    asked = PossibleDouble.objects.filter(state=DoubleState.ASKED, link_until__gte=timezone.now())
    pair = (
        asked.filter(Q(first_token=token) | Q(second_token=token)).select_related("first", "second").first()
    )
    if pair is None or not token:
        return None
    if pair.first_token == token:
        return Side(pair, pair.first, pair.keeps_first, pair.second_code)
    return Side(pair, pair.second, not pair.keeps_first, pair.first_code)


def address_of(profile: ExpertProfile) -> str:
    """Where its owner is reached: by the account, and before that as the nomination says."""
    if profile.user is not None:
        return profile.user.email
    nomination = getattr(profile, "nomination", None)
    return nomination.email if nomination is not None else ""


def _open(side: str) -> Q:
    in_pool = {
        f"{side}consent_until__gte": timezone.localdate(),
        f"{side}user__is_active": True,
    }
    waits = {f"{side}nomination__state": NominationState.CONSENTED}
    return Q(**in_pool) | Q(**waits)
