"""Who could help with a request: rows with what only the database says of them, not weighed yet."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from expertpool.selectors import candidates
from knowledge.selectors import centres_visible_to
from krachtwijken.accounts.types import Viewer


@dataclass(frozen=True)
class Eligible:
    """`strength`, 0 to 1, is what the three abilities add up to; `days` what somebody has to spare a month."""

    key: str
    title: str
    url: str
    strength: float = 0.0
    days: int = 0


def eligible_people(keys: Collection[str]) -> Iterator[Eligible]:
    """Of these. For staff only: also people whom nobody else sees."""
    for profile in candidates().filter(pk__in=_pks(keys)):
        yield Eligible(
            key=f"profile:{profile.pk}",
            title=profile.title,
            url=profile.get_absolute_url(),
            strength=(profile.seeing + profile.connecting + profile.support) / 9,
            days=profile.days_per_month,
        )


def eligible_centres(keys: Collection[str], viewer: Viewer) -> Iterator[Eligible]:
    """Of these, those that still exist."""
    for page in centres_visible_to(viewer).filter(organisation__active_until=None, pk__in=_pks(keys)):
        yield Eligible(key=f"centre:{page.pk}", title=page.title, url=page.url or "")


def _pks(keys: Collection[str]) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys]
