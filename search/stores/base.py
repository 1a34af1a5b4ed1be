"""What a store of passages must do, whichever engine it stands on. No Django."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence

from search.engine.entries import Entry
from search.engine.query import StoreQuery
from search.engine.signals import Signals
from search.types import FILTERS, SearchFilters, StoredPassage

# The layout of an index; raise it when the fields or the analysis change.
FORMAT = "9"
# Candidates per signal; more changes nothing in the first hundred.
WIDE = 300
# What a word counts in each field: of the passage, of the title, of the facts. Measured: docs/search.md.
FIELD_WEIGHTS = {"stems": 1.0, "title": 2.0, "facts": 1.0}
# In every title and list of facts, so that both engines count the same number of them and the same mean length.
EVERY = "_"


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
    def signals(self, query: StoreQuery, *, audience: frozenset[str], filters: SearchFilters) -> Signals:
        """The best WIDE passages for each signal, the audience and filters inside the query."""

    def signals_many(
        self, query: StoreQuery, *, audience: frozenset[str], filters: Sequence[SearchFilters]
    ) -> list[Signals]:
        """The signals under each of several filters; an engine across a network asks for them at once."""
        return [self.signals(query, audience=audience, filters=each) for each in filters]

    @abstractmethod
    def passages(self, numbers: Collection[int]) -> dict[int, StoredPassage]:
        """The texts of some passages."""

    @abstractmethod
    def passages_of(self, key: str) -> list[StoredPassage]:
        """The texts of one document; empty when it is not there."""

    @abstractmethod
    def passages_of_all(self, keys: Collection[str]) -> dict[str, list[StoredPassage]]:
        """The texts of several documents, asked at once; what is not there is left out."""

    @abstractmethod
    def size(self) -> int:
        """Bytes on disk."""
