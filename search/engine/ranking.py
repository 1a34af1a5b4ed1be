"""The order of what is found, over any store: three signals fused, the best re-ranked by late interaction.

No Django. Weights and depths are documented and measured in docs/search.md.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from search.engine.fusion import fuse
from search.engine.late_interaction import late_scores
from search.engine.lifting import Asked, add_unscored, belonging_to, first_results, raise_asked, with_links
from search.engine.query import Query, StoreQuery
from search.engine.relevance import RelevanceThreshold, by_words_when_meaning_is_chance, without_chance
from search.engine.signals import PassageRef, Signals
from search.engine.text_vectors import VectorStore
from search.types import (
    COUNTED,
    EVERYTHING,
    FILTERS,
    SearchFilters,
    StoredPassage,
)

RERANKED = 50
# By document its best passage and score.
Best = dict[str, tuple[int, float]]


@dataclass(frozen=True)
class RankedDocument:
    """A document as the index found it, not yet checked against the database. `number` is of its best passage, of
    which the text is read for what is shown only. `about` is the code of a problem that the question is surely about and
    that it is tied to, `belongs_to` the key of a first result that it belongs to; both may be empty."""

    key: str
    score: float = 0.0
    number: int = 0
    passage: StoredPassage | None = None
    about: str = ""
    belongs_to: str = ""


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
    a place that the question names, and once more when it is both; `links` when it belongs to one of the first results."""

    stems: float = 1.0
    grams: float = 0.5
    dense: float = 0.75
    late: float = 1.25
    both_ways: bool = True
    problems: float = 0.0
    places: float = 0.0
    links: float = 0.0

    def fuse(self, signals: Signals) -> list[tuple[int, float]]:
        """Passages with their fused score, best first."""
        fused = fuse([signals.stems, signals.grams, signals.dense], [self.stems, self.grams, self.dense])
        return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


# A question or a few words go by meaning first; a text of more words holds the words of its answer.
QUESTION_WEIGHTS = RankingWeights(
    stems=0.5, grams=0.25, dense=1.5, late=1.5, problems=0.4, places=0.4, links=0.15
)
TEXT_WEIGHTS = RankingWeights()


def weights_for(query: Query) -> RankingWeights:
    """By the length of what was asked; a document as a question is a text."""
    return QUESTION_WEIGHTS if query.is_question else TEXT_WEIGHTS


@dataclass(frozen=True)
class Admission:
    """What is a result of a question: what reaches the threshold (everything without one), what is tied to a problem that it
    is surely about, and what belongs to one of the `first` results, by key with its share of the best score."""

    asked: Asked
    threshold: RelevanceThreshold | None
    first: Mapping[str, float] = field(default_factory=dict)

    def with_first(self, ordered: Sequence[tuple[int, float]], everything: Signals) -> "Admission":
        """By what is found without a filter: a filter must not make another thing a result than its count said."""
        return replace(self, first=first_results(ordered, everything.references, self.clear(everything)))

    def clear(self, signals: Signals) -> set[str] | None:
        """Keys of the documents that are results; None when all are."""
        if self.threshold is None:
            return None
        sure = self.asked.sure_keys(signals.references)
        linked = belonging_to(signals.references, self.first)
        return self.threshold.clear(signals) | sure | set(linked)


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
        everything = found_by[wanted.index(EVERYTHING)] if clear else signals
        asked = Asked.of(
            query, everything.references, problems=bool(weights.problems), places=bool(weights.places)
        )
        ordered = self._ordered(query, signals, asked, weights)
        whole = ordered if everything is signals else None
        admission = self._admission(query, everything, whole, asked, weights, clear=clear)
        ordered = with_links(ordered, signals.references, admission.first, weights.links)
        best = _best_passages(ordered, signals, limit, admission)
        pools = {
            name: _best_passages(weights.fuse(other), other, limit, admission)
            for name, other in zip(opened, others, strict=True)
        }
        labels = _labels([*zip(pools.values(), others, strict=True), (best, signals)] if counted else ())
        documents = _documents(best, signals, admission)
        return Ranking(documents, labels, {name: list(pool) for name, pool in pools.items()}, query)

    def _admission(
        self,
        query: Query,
        everything: Signals,
        ordered: list[tuple[int, float]] | None,
        asked: Asked,
        weights: RankingWeights,
        *,
        clear: bool,
    ) -> Admission:
        """`ordered` is the order of `everything`, when it is known already."""
        admission = Admission(asked, RelevanceThreshold.under(everything) if clear else None)
        # Who names a place asks what was done there, not who did the same elsewhere.
        if not weights.links or asked.places:
            return admission
        return admission.with_first(ordered or self._ordered(query, everything, asked, weights), everything)

    def _ordered(
        self, query: Query, signals: Signals, asked: Asked, weights: RankingWeights
    ) -> list[tuple[int, float]]:
        """Passages with their score, best first."""
        ordered = self._reranked(query, weights.fuse(signals), signals.references, weights)
        ordered = add_unscored(ordered, signals.references, asked.sure_keys(signals.references))
        return raise_asked(
            ordered, signals.references, asked, problems=weights.problems, places=weights.places
        )

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


def _labels(parts: Iterable[tuple[Best, Signals]]) -> dict[str, Sequence[str]]:
    """Of every document in the parts."""
    return {
        key: signals.references[number].labels for best, signals in parts for key, (number, _) in best.items()
    }


def _best_passages(
    ranked: Iterable[tuple[int, float]], signals: Signals, limit: int, admission: Admission
) -> Best:
    """By document its best passage and score, in order; those that are results."""
    clear = admission.clear(signals)
    best: Best = {}
    for number, score in ranked:
        key = signals.references[number].key
        if key not in best and (clear is None or key in clear):
            if len(best) == limit:
                break
            best[key] = (number, score)
    return best


def _documents(best: Best, signals: Signals, admission: Admission) -> list[RankedDocument]:
    linked = belonging_to(signals.references, admission.first)
    return [
        RankedDocument(
            key, score, number,
            about=admission.asked.surest_problem(signals.references[number].labels),
            belongs_to=linked.get(key, ""),
        )
        for key, (number, score) in best.items()
    ]  # fmt: skip
