"""Who could help with a request: rows with what only the database says of them, not weighed yet."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from expertpool.models import ExpertProfile
from expertpool.selectors import candidates
from knowledge.selectors import centres_visible_to
from krachtwijken.accounts.types import Viewer
from matching.advice.room import taken_room


@dataclass(frozen=True)
class Eligible:
    """`strength`, 0 to 1, is what the three abilities add up to; `days` what somebody has to spare a month, less what
    invitations and missions take. A centre has neither: None, which is not the same as nothing. `words` is all that the
    profile says now, None for what is not a person."""

    key: str
    title: str
    url: str
    strength: float | None = None
    days: float | None = None
    words: str | None = field(default=None, repr=False)


def eligible_people(keys: Collection[str]) -> Iterator[Eligible]:
    """Of these, those who have room. For staff only: also people whom nobody else sees."""
    pks = _pks(keys)
    taken = taken_room.current()(pks)
    for profile in candidates().filter(pk__in=pks):
        room = profile.max_parallel - taken.get(profile.pk, 0)
        if room <= 0:
            continue
        yield Eligible(
            key=f"profile:{profile.pk}",
            title=profile.title,
            url=profile.get_absolute_url(),
            strength=(profile.seeing + profile.connecting + profile.support) / 9,
            days=profile.days_per_month * room / profile.max_parallel,
            words=" ".join(part for row in profile.evidence_texts() for part in row),
        )


def lock_eligible_people(keys: Collection[str]) -> frozenset[str]:
    """Which of these may be asked now; until the transaction ends none of them withdraws. In the order of their numbers,
    so that two decisions at once never wait for each other."""
    pks = _pks([key for key in keys if key.startswith("profile:")])
    list(ExpertProfile.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    eligible = candidates().filter(pk__in=pks).values_list("pk", flat=True)
    return frozenset(f"profile:{pk}" for pk in eligible)


def eligible_centres(keys: Collection[str], viewer: Viewer) -> Iterator[Eligible]:
    """Of these, those that still exist."""
    for page in centres_visible_to(viewer).filter(organisation__active_until=None, pk__in=_pks(keys)):
        yield Eligible(key=f"centre:{page.pk}", title=page.title, url=page.url or "")


def _pks(keys: Collection[str]) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys]
