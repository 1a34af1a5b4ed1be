"""What a store of passages must do, whichever engine it stands on. No Django."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.embedding import Vectors
from search.types import FILTERS, SearchFilters, StoredPassage

# The layout of an index; raise it when the fields or the analysis change.
FORMAT = "5"
# Candidates per signal; more changes nothing in the first hundred.
WIDE = 300
TITLE_WEIGHT = 2.0
# In every title, so that both engines count the same number of titles and the same mean length.
EVERY_TITLE = "_"
# A short question must share this part of its pieces of four letters with a passage: less is chance.
SHORT_QUESTION, SHARED_GRAMS = 40, 0.4


@dataclass(frozen=True)
class Entry:
    """A passage as it goes into a store: our own tokens, labels such as `kind:case`, and its pooled vector."""

    number: int
    passage: StoredPassage
    title_stems: Sequence[str]
    stems: Sequence[str]
    grams: Sequence[str]
    labels: Sequence[str]
    pooled: Vectors | None


@dataclass(frozen=True)
class Also:
    """Stems of which a passage (or its title) must have every one; then each counts this much of a typed one."""

    stems: Sequence[str]
    weight: float


@dataclass(frozen=True)
class Asked:
    """A question in the form that every store understands; each token once. `also`: what it may be called too."""

    stems: Sequence[str]
    grams: Sequence[str]
    pooled: Vectors | None
    also: Sequence[Also] = ()


@dataclass(frozen=True)
class Reference:
    """Which document a passage belongs to, where its vectors are on the shelf, and the labels it is counted by."""

    key: str
    digest: str
    labels: Sequence[str] = ()


@dataclass(frozen=True)
class Signals:
    """Raw scores by number of passage, only of passages that the audience may see."""

    stems: Mapping[int, float]
    grams: Mapping[int, float]
    dense: Mapping[int, float]
    references: Mapping[int, Reference]


def least_grams(asked: Asked) -> int:
    """How many of the question's pieces of four letters a passage must have."""
    return max(1, int(len(asked.grams) * SHARED_GRAMS)) if len(asked.grams) <= SHORT_QUESTION else 1


def wanted_labels(audience: frozenset[str], filters: SearchFilters) -> list[list[str]]:
    """Groups of labels: a passage needs one of each group."""
    groups = [[f"audience:{word}" for word in sorted(audience)]]
    groups += [
        [f"{prefix}:{value}" for value in getattr(filters, name)]
        for name, prefix in FILTERS.items()
        if getattr(filters, name)
    ]
    return groups


# A document that changed: its key, and its passages (none when it went away).
Change = tuple[str, Sequence[Entry]]
Replay = Callable[[], Iterable[Change]]


def no_replay() -> Iterable[Change]:
    return ()


class Store(ABC):
    """Raises SearchUnavailableError when there is no readable index. One store reads and writes the index of one
    model: when an index of another model takes its place, this store refuses."""

    identity: str

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is an index that this version and model can read."""

    @abstractmethod
    def check(self) -> None:
        """Open the index and look, past everything that was remembered; raises when it cannot answer."""

    @abstractmethod
    def rebuild(self, groups: Iterable[Sequence[Entry]], replay: Replay = no_replay) -> int:
        """Write everything anew beside the index that answers, and swap. Returns how many groups (documents).

        `replay` is called when all groups are written: what it gives replaces what was written for those keys.
        What a rebuild left that was killed halfway is cleaned first; whoever calls sees to it that one runs at a time.
        """

    @abstractmethod
    def put(self, key: str, entries: Sequence[Entry]) -> None:
        """Replace the passages of one document; visible to the next search of any process. When the index has
        exactly these passages already, nothing is written."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Take one document out; no error when it is not there."""

    @abstractmethod
    def digests(self) -> dict[str, set[str]]:
        """Of every document the digests of its passages: to compare with the database."""

    @abstractmethod
    def numbers(self) -> dict[str, set[int]]:
        """Of every document the numbers of its passages, which stand for text, model, labels and audience."""

    @abstractmethod
    def signals(self, asked: Asked, *, audience: frozenset[str], filters: SearchFilters) -> Signals:
        """The best WIDE passages for each signal, the audience and filters inside the query."""

    def signals_many(
        self, asked: Asked, *, audience: frozenset[str], filters: Sequence[SearchFilters]
    ) -> list[Signals]:
        """The signals under each of several filters; an engine across a network asks for them at once."""
        return [self.signals(asked, audience=audience, filters=each) for each in filters]

    @abstractmethod
    def passages(self, numbers: Collection[int]) -> dict[int, StoredPassage]:
        """The texts of some passages."""

    @abstractmethod
    def passages_of(self, key: str) -> list[StoredPassage]:
        """The texts of one document; empty when it is not there."""

    @abstractmethod
    def size(self) -> int:
        """Bytes on disk."""
