"""Who could help with a request: rows with the texts that speak for them, not weighed yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from expertpool.selectors import candidates
from knowledge.selectors import centres_visible_to
from krachtwijken.accounts.types import Viewer
from search.types import Evidence


@dataclass(frozen=True)
class Eligible:
    """`strength`, 0 to 1, is what the three abilities add up to; `days` what somebody has to spare a month."""

    key: str
    title: str
    url: str
    evidence: Sequence[Evidence]
    themes: frozenset[str]
    strength: float = 0.0
    days: int = 0


def eligible_people() -> Iterator[Eligible]:
    """For staff only: also people whom nobody else sees."""
    for profile in candidates():
        yield Eligible(
            key=f"profile:{profile.pk}",
            title=profile.title,
            url=profile.get_absolute_url(),
            evidence=[Evidence(title, text) for title, text in profile.evidence_texts()],
            themes=frozenset(depth.theme_id for depth in profile.theme_depths.all()),
            strength=(profile.seeing + profile.connecting + profile.support) / 9,
            days=profile.days_per_month,
        )


def eligible_centres(viewer: Viewer) -> Iterator[Eligible]:
    """Those that still exist."""
    centres = centres_visible_to(viewer).filter(organisation__active_until=None)
    for page in centres.prefetch_related("offers"):
        offers = list(page.offers.all())
        yield Eligible(
            key=f"centre:{page.pk}",
            title=page.title,
            url=page.url or "",
            evidence=[Evidence(page.title, page.summary), *(Evidence("", offer.text) for offer in offers)],
            themes=frozenset(offer.theme_id for offer in offers if offer.theme_id),
        )
