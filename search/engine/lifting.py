"""What stands higher for what a question is about, for where, and for what it belongs to; and what is a result for it. No Django.

A document has labels of the known problems that it is tied to, of its places, and of the documents that it belongs to: a
person to the approaches that the person worked on, a centre to the one that it came from. Measured in docs/search.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.engine.places_asked import WIJK, places_asked
from search.engine.query import Query
from search.engine.signals import PassageRef
from search.types import LINK_PREFIX, PROBLEM_PREFIX, TOUCHED_PREFIX, Kind

# What a problem counts of the work that a document tells of, beside one that the document is tied to itself.
TOUCHED_SHARE = 0.5
# And of a wijk that has the problem: it says where that is, not what was done about it.
WIJK_SHARE = 0.25
# From this chance on a question is about a problem, and what is tied to it is a result whatever its words are.
SURE = 0.5
# What belongs to one of so many first results stands higher, and is a result itself.
FIRST = 2

Ordered = Sequence[tuple[int, float]]
References = Mapping[int, PassageRef]


@dataclass(frozen=True)
class Asked:
    """By label: `worth` how surely what has it is about what is asked, `sure` the problems that it is about, `places` what
    each named place counts."""

    worth: Mapping[str, float]
    sure: frozenset[str]
    places: Mapping[str, float]

    @classmethod
    def of(cls, query: Query, references: References, *, problems: bool, places: bool) -> "Asked":
        asked = query.problems if problems else {}
        worth = {f"{PROBLEM_PREFIX}:{code}": chance for code, chance in asked.items()}
        worth |= {f"{TOUCHED_PREFIX}:{code}": TOUCHED_SHARE * chance for code, chance in asked.items()}
        sure = {
            f"{prefix}:{code}"
            for code, chance in asked.items()
            if chance >= SURE
            for prefix in (PROBLEM_PREFIX, TOUCHED_PREFIX)
        }
        found = {ref.key: ref.labels for ref in references.values()}.values()
        named = places_asked(query.text, found) if places else {}
        # Who names a place asks what was done there: the same problem elsewhere is no answer by itself.
        return cls(worth, frozenset() if named else frozenset(sure), named)

    def sure_keys(self, references: References) -> set[str]:
        """Documents that are tied to a problem that is surely asked about. The page of a wijk tells where a problem is: it is
        a result by its own words only."""
        if not self.sure:
            return set()
        return {
            ref.key
            for ref in references.values()
            if not ref.key.startswith(f"{Kind.WIJK}:") and not self.sure.isdisjoint(ref.labels)
        }

    def surest_problem(self, labels: Iterable[str]) -> str:
        """The code of the one that something with these labels is surely tied to, or empty."""
        tied = [label for label in labels if label in self.sure]
        return max(tied, key=lambda label: (self.worth[label], label)).partition(":")[2] if tied else ""


def raise_asked(
    ordered: Ordered, references: References, asked: Asked, *, problems: float, places: float
) -> list[tuple[int, float]]:
    """Higher what is tied to a problem that is asked about, what is in a place that is named, and most what is both."""
    if not asked.worth and not asked.places:
        return list(ordered)

    def lift(ref: PassageRef) -> float:
        # Nearly all: hundreds of passages are looked at for every question.
        if asked.worth.keys().isdisjoint(ref.labels) and asked.places.keys().isdisjoint(ref.labels):
            return 0.0
        there = max((asked.places.get(label, 0.0) for label in ref.labels), default=0.0)
        about = max((asked.worth.get(label, 0.0) for label in ref.labels), default=0.0)
        # The page of a wijk is about that wijk: of another one it only tells where the problem is.
        other = ref.key.startswith(f"{Kind.WIJK}:") and not any(
            label in asked.places for label in ref.labels if label.startswith(WIJK)
        )
        share = WIJK_SHARE if other else 1.0
        return problems * share * about + places * there * (about + (not other))

    return _raised(ordered, references, lift)


def with_links(
    ordered: Ordered, references: References, first: Mapping[str, float], weight: float
) -> list[tuple[int, float]]:
    """Higher what belongs to one of the `first`, by how well that one fits; what was not found by itself comes after
    all."""
    linked = belonging_to(references, first)
    if not linked:
        return list(ordered)
    ordered = add_unscored(ordered, references, linked)

    def lift(ref: PassageRef) -> float:
        return weight * first[linked[ref.key]] if ref.key in linked else 0.0

    return _raised(ordered, references, lift)


def first_results(
    ordered: Ordered, references: References, clear: Collection[str] | None
) -> dict[str, float]:
    """The first documents (of those that are clear), with their score as a share of the best one."""
    first: dict[str, float] = {}
    for number, score in ordered:
        key = references[number].key
        if key not in first and (clear is None or key in clear):
            first[key] = score
            if len(first) == FIRST:
                break
    best = max(first.values(), default=0.0)
    return {key: score / best for key, score in first.items()} if best > 0 else {}


def belonging_to(references: References, first: Mapping[str, float]) -> dict[str, str]:
    """By key of a document the one of the `first` that it belongs to, or that belongs to it: the best of them."""
    if not first:
        return {}
    labels = {ref.key: ref.labels for ref in references.values()}
    linked: dict[str, str] = {}
    for key in sorted(first, key=lambda one: first[one]):
        link = f"{LINK_PREFIX}:{key}"
        own = {
            label.partition(":")[2] for label in labels.get(key, ()) if label.startswith(f"{LINK_PREFIX}:")
        }
        linked |= {other: key for other in own if other in labels}
        linked |= {other: key for other, theirs in labels.items() if link in theirs}
    return linked


def add_unscored(ordered: Ordered, references: References, keys: Collection[str]) -> list[tuple[int, float]]:
    """With a passage of each of the documents `keys` that no signal scored."""
    there = {references[number].key for number, _ in ordered}
    passages = {ref.key: number for number, ref in sorted(references.items(), reverse=True)}
    missing = sorted(passages[key] for key in set(keys) - there if key in passages)
    return [*ordered, *((number, 0.0) for number in missing)]


def _raised(
    ordered: Ordered, references: References, lift: Callable[[PassageRef], float]
) -> list[tuple[int, float]]:
    # The passages of a document have its labels: it is weighed once.
    refs = {references[number].key: references[number] for number, _ in ordered}
    lifts = {key: lift(ref) for key, ref in refs.items()}
    higher = ((number, score + lifts[references[number].key]) for number, score in ordered)
    return sorted(higher, key=lambda item: (-item[1], item[0]))
