"""The order of what is found, over any store: three signals fused, the best re-ranked by late interaction.

No Django. Weights and depths are documented and measured in docs/search.md.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.engine.fusion import fuse
from search.engine.late_interaction import late_scores
from search.engine.places_asked import WIJK, places_asked
from search.engine.query import Query, StoreQuery
from search.engine.relevance import RelevanceThreshold, by_words_when_meaning_is_chance, without_chance
from search.engine.signals import PassageRef, Signals
from search.engine.text_vectors import VectorStore
from search.types import (
    COUNTED,
    EVERYTHING,
    FILTERS,
    PROBLEM_PREFIX,
    TOUCHED_PREFIX,
    Kind,
    SearchFilters,
    StoredPassage,
)

RERANKED = 50


@dataclass(frozen=True)
class RankedDocument:
    """A document as the index found it, not yet checked against the database. `number` is of its best passage, of
    which the text is read for what is shown only."""

    key: str
    score: float = 0.0
    number: int = 0
    passage: StoredPassage | None = None


@dataclass(frozen=True)
class Ranking:
    """Best first. `labels` of every key in `documents` and `pools`.

    `pools` has for each chosen filter group the keys that would be found without it: what its options count over.
    """

    documents: Sequence[RankedDocument]
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pools: Mapping[str, Sequence[str]] = field(default_factory=dict)
    query: Query | None = None

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        return self.counts_of(self.labels)

    def counts_of(self, visible: Collection[str]) -> dict[str, dict[str, int]]:
        """Per filter name and value how many of the `visible` keys, each as if only the other groups were chosen."""
        shared = self._labels_of([item.key for item in self.documents], visible)
        by_filter: dict[str, dict[str, int]] = {}
        for name in COUNTED:
            counts = self._labels_of(self.pools[name], visible) if name in self.pools else shared
            prefix = f"{FILTERS[name]}:"
            by_filter[name] = {
                label.removeprefix(prefix): count
                for label, count in counts.items()
                if label.startswith(prefix)
            }
        return by_filter

    def _labels_of(self, pool: Sequence[str], visible: Collection[str]) -> Counter[str]:
        return Counter(label for key in pool if key in visible for label in self.labels.get(key, ()))


@dataclass(frozen=True)
class RankingWeights:
    """The share of each signal in the first list, and of late interaction in the order of its head. `problems` is what a
    document gets on top of its score when it is tied to a problem that the question is surely about, `places` when it is in
    a place that the question names, and once more when it is both."""

    stems: float = 1.0
    grams: float = 0.5
    dense: float = 0.75
    late: float = 1.25
    both_ways: bool = True
    problems: float = 0.0
    places: float = 0.0

    def fuse(self, signals: Signals) -> list[tuple[int, float]]:
        """Passages with their fused score, best first."""
        fused = fuse([signals.stems, signals.grams, signals.dense], [self.stems, self.grams, self.dense])
        return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


# A question or a few words go by meaning first; a text of more words holds the words of its answer.
QUESTION_WEIGHTS = RankingWeights(stems=0.5, grams=0.25, dense=1.5, late=1.5, problems=0.4, places=0.4)
TEXT_WEIGHTS = RankingWeights()
# What a problem counts of the work that a document tells of, beside one that the document is tied to itself.
TOUCHED_SHARE = 0.5
# And of a wijk that has the problem: it says where that is, not what was done about it.
WIJK_SHARE = 0.25


def weights_for(query: Query) -> RankingWeights:
    """By the length of what was asked; a document as a question is a text."""
    return QUESTION_WEIGHTS if query.is_question else TEXT_WEIGHTS


class CandidateSource(Protocol):
    def signals_many(
        self, query: StoreQuery, *, audience: frozenset[str], filters: Sequence[SearchFilters]
    ) -> list[Signals]: ...


class Ranker:
    """`weights` None takes those of the site, by the length of the question."""

    def __init__(
        self, candidates: CandidateSource, vectors: VectorStore, weights: RankingWeights | None = None
    ) -> None:
        self.candidates = candidates
        self.vectors = vectors
        self.weights = weights

    def rank(
        self,
        query: Query,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int,
        *,
        counted: bool,
        clear: bool,
        without: str = "",
    ) -> Ranking:
        """`counted` fills labels and pools; `clear` leaves only what clearly fits; `without` leaves one document out."""
        opened = [name for name in COUNTED if counted and name in filters.chosen]
        wanted = [filters, *(filters.without(name) for name in opened)]
        if clear and EVERYTHING not in wanted:
            wanted.append(EVERYTHING)
        weights = self.weights or weights_for(query)
        found_by = self._signals(query, audience, wanted, without)
        if clear:
            found_by = by_words_when_meaning_is_chance(found_by)
        signals, others = found_by[0], found_by[1 : len(opened) + 1]
        threshold = RelevanceThreshold.under(found_by[wanted.index(EVERYTHING)]) if clear else None
        ordered = self._reranked(query, weights.fuse(signals), signals.references, weights)
        ordered = _lifted(ordered, query, signals.references, weights)
        best = _best_passages(ordered, signals, limit, threshold)
        pools = {
            name: _best_passages(weights.fuse(other), other, limit, threshold)
            for name, other in zip(opened, others, strict=True)
        }
        labels: dict[str, Sequence[str]] = {}
        if counted:
            for pool, part in [*zip(pools.values(), others, strict=True), (best, signals)]:
                labels |= {key: part.references[number].labels for key, (number, _) in pool.items()}
        documents = [RankedDocument(key, score, number) for key, (number, score) in best.items()]
        return Ranking(documents, labels, {name: list(pool) for name, pool in pools.items()}, query)

    def _signals(
        self, query: Query, audience: frozenset[str], filters: Sequence[SearchFilters], without: str
    ) -> list[Signals]:
        """Under each of the filters. Without one word in common anywhere, only a clear likeness in meaning counts.

        Anywhere: what a filter leaves must not depend on the words of what it hides, or its count would be wrong.
        """
        by_filter = [
            signals.without_document(without) if without else signals
            for signals in self.candidates.signals_many(query.terms, audience=audience, filters=filters)
        ]
        if any(signals.stems for signals in by_filter):
            return by_filter
        if filters[0].chosen:
            (whole,) = self.candidates.signals_many(query.terms, audience=audience, filters=[EVERYTHING])
            if whole.stems:
                return by_filter
        return [without_chance(signals) for signals in by_filter]

    def _reranked(
        self,
        query: Query,
        ordered: Sequence[tuple[int, float]],
        references: Mapping[int, PassageRef],
        weights: RankingWeights,
    ) -> list[tuple[int, float]]:
        """The first RERANKED by both fusion and late interaction, scores above 1; the others as they were, below 1."""
        first, rest = ordered[:RERANKED], ordered[RERANKED:]
        late = self._late(query, [number for number, _ in first], references, weights)
        if not late:
            return list(ordered)
        mixed = fuse([dict(first), late], [1.0, weights.late])
        again = sorted(
            ((number, 1.0 + score) for number, score in mixed.items()), key=lambda item: (-item[1], item[0])
        )
        return [*again, *rest]

    def _late(
        self,
        query: Query,
        numbers: Sequence[int],
        references: Mapping[int, PassageRef],
        weights: RankingWeights,
    ) -> dict[int, float]:
        if not len(query.pieces) or not numbers or not weights.late:
            return {}
        scarcity = self.vectors.weights()
        stored = self.vectors.fetch({references[number].digest for number in numbers})
        known = [number for number in numbers if references[number].digest in stored]
        if scarcity is None or not known:
            return {}
        passages = [stored[references[number].digest] for number in known]
        scores = late_scores(query.pieces, query.vectors, passages, scarcity, both_ways=weights.both_ways)
        return {number: float(score) for number, score in zip(known, scores, strict=True)}


def _lifted(
    ordered: list[tuple[int, float]],
    query: Query,
    references: Mapping[int, PassageRef],
    weights: RankingWeights,
) -> list[tuple[int, float]]:
    """Higher what is tied to a problem that is asked about, what is in a place that is named, and most what is both."""
    found = {number: references[number] for number, _ in ordered}
    asked = _worth(query.problems) if weights.problems else {}
    by_key = {ref.key: ref for ref in found.values()}
    places = places_asked(query.text, (ref.labels for ref in by_key.values())) if weights.places else {}
    if not asked and not places:
        return ordered

    def lift(ref: PassageRef) -> float:
        there = max((places.get(label, 0.0) for label in ref.labels), default=0.0)
        about = max((asked.get(label, 0.0) for label in ref.labels), default=0.0)
        # The page of a wijk is about that wijk: of another one it only tells where the problem is.
        other = ref.key.startswith(f"{Kind.WIJK}:") and not any(
            label in places for label in ref.labels if label.startswith(WIJK)
        )
        share = WIJK_SHARE if other else 1.0
        return weights.problems * share * about + weights.places * there * (about + (not other))

    # The passages of a document have its labels: it is weighed once.
    lifts = {key: lift(ref) for key, ref in by_key.items()}
    higher = ((number, score + lifts[found[number].key]) for number, score in ordered)
    return sorted(higher, key=lambda item: (-item[1], item[0]))


def _worth(asked: Mapping[str, float]) -> dict[str, float]:
    """By label how surely what has it is about what is asked."""
    tied = {f"{PROBLEM_PREFIX}:{code}": chance for code, chance in asked.items()}
    return tied | {f"{TOUCHED_PREFIX}:{code}": TOUCHED_SHARE * chance for code, chance in asked.items()}


def _best_passages(
    ranked: Iterable[tuple[int, float]], signals: Signals, limit: int, threshold: RelevanceThreshold | None
) -> dict[str, tuple[int, float]]:
    """By document its best passage and score, in order; those above the threshold where there is one."""
    clear = threshold.clear(signals) if threshold else None
    best: dict[str, tuple[int, float]] = {}
    for number, score in ranked:
        key = signals.references[number].key
        if key not in best and (clear is None or key in clear):
            if len(best) == limit:
                break
            best[key] = (number, score)
    return best
