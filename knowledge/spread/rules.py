"""What overnames say about an approach: how many places took it over, and where it got better there too."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.enums import ResultDirection
from knowledge.models import CasePage, Replication
from krachtwijken.core.models import Wijk


@dataclass(frozen=True)
class Spread:
    """`replications` oldest first. A place counts once, with its latest known result; the own wijk never counts."""

    replications: Sequence[Replication]
    places: int
    # Of those places, with a result that is better: the second proof beside the evidence level.
    repeated: int
    counts: Sequence[tuple[ResultDirection, int]]

    def __bool__(self) -> bool:
        return bool(self.replications)

    @property
    def sentence(self) -> str:
        """For the part about evidence; empty when nobody took it over."""
        if not self.places:
            return ""
        if not self.repeated:
            return f"Overgenomen in {_wijken(self.places)}, nog nergens met een beter resultaat"
        return f"Herhaald in {_wijken(self.repeated)} met een beter resultaat, van {self.places} die de aanpak overnamen"


def spread_of(case: CasePage, wijken: Iterable[Wijk]) -> Spread:
    """`wijken` are those of the case itself. One query, or none where `replications` were read along."""
    chosen = case.replications.all()
    if not is_read_along(case, "replications"):
        chosen = chosen.select_related("wijk__gemeente", "gemeente")
    rows = sorted(chosen, key=lambda row: (row.year, row.place))
    own = {wijk.pk for wijk in wijken}
    latest = latest_per_place(row for row in rows if row.wijk_id not in own)
    counts = Counter(latest.values())
    return Spread(
        replications=rows,
        places=len(latest),
        repeated=counts[ResultDirection.BETTER],
        counts=[(direction, counts[direction]) for direction in ResultDirection if counts[direction]],
    )


def is_read_along(case: CasePage, relation: str) -> bool:
    return relation in getattr(case, "_prefetched_objects_cache", {})


def latest_per_place(rows: Iterable[Replication]) -> dict[tuple[str, int | None], ResultDirection]:
    """`rows` oldest first; what is not known yet does not hide what was known before."""
    latest: dict[tuple[str, int | None], ResultDirection] = {}
    for row in rows:
        place = ("wijk", row.wijk_id) if row.wijk_id else ("gemeente", row.gemeente_id)
        if place not in latest or row.direction != ResultDirection.UNKNOWN:
            latest[place] = ResultDirection(row.direction)
    return latest


def _wijken(count: int) -> str:
    return f"{count} {'wijk' if count == 1 else 'wijken'}"
