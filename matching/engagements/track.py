"""What somebody did before through the loket: for the loket and for that person, never public."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from krachtwijken.core.enums import ThemeCode
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.requests.enums import RequestKind

# Work that was done: planned and broken off missions prove nothing yet.
DONE = (MissionState.REPORTED, MissionState.ENDED)


@dataclass(frozen=True)
class TrackRecord:
    missions: int = 0
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    last: date | None = None


def track_records(pks: Collection[int]) -> Mapping[int, TrackRecord]:
    """By profile, of those who did something; in one question. The most frequent kinds and themes first."""
    rows: dict[int, list[tuple[str, list[str], date | None]]] = {}
    done = Mission.objects.filter(invitation__profile__in=pks, state__in=DONE).order_by("end", "pk")
    for pk, kind, themes, end in done.values_list(
        "invitation__profile", "invitation__request__kind", "invitation__request__themes", "end"
    ):
        rows.setdefault(pk, []).append((kind, themes, end))
    return {pk: _record(missions) for pk, missions in rows.items()}


def track_record_of(pk: int) -> TrackRecord:
    return track_records([pk]).get(pk, TrackRecord())


def _record(missions: list[tuple[str, list[str], date | None]]) -> TrackRecord:
    kinds = [str(RequestKind(kind).label) for kind, _, _ in missions]
    themes = [str(ThemeCode(code).label) for _, codes, _ in missions for code in codes]
    ends = [end for _, _, end in missions if end is not None]
    return TrackRecord(len(missions), _by_number(kinds), _by_number(themes), max(ends, default=None))


def _by_number(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda word: (-words.count(word), word)))
