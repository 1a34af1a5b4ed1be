"""The search of the site over any store: index documents, rank by three signals, re-rank by late interaction.

No Django. Weights and depths are documented and measured in docs/search.md.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.embedding import TokenEmbedder, ready
from search.errors import ModelUnavailableError
from search.explain import Explanation, explain, pieces_of_passage, pieces_of_question
from search.floor import Floor
from search.fusion import fuse
from search.indexing import entries_of
from search.late import late_scores
from search.questions import Question, of_document, understand
from search.stores.base import Change, Entry, Reference, Signals, Store
from search.types import COUNTED, Document, Found, Ranking, SearchFilters, StoredPassage
from search.vectors import PieceWeights, Shelf
from search.words.table import NO_WORDS, WordTable

RERANKED = 50
# Questions that this process keeps as they were understood, some 50 kB each.
REMEMBERED = 128
# Without one word in common, e5's cosine between unrelated texts reaches this.
CHANCE = 0.83
EVERYTHING = SearchFilters()


@dataclass(frozen=True)
class Recipe:
    """The share of each signal in the first list, and of late interaction in the order of its head."""

    stems: float = 1.0
    grams: float = 0.5
    dense: float = 0.75
    late: float = 1.25
    both_ways: bool = True

    def fuse(self, signals: Signals) -> list[tuple[int, float]]:
        """Passages with their fused score, best first."""
        fused = fuse([signals.stems, signals.grams, signals.dense], [self.stems, self.grams, self.dense])
        return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


@lru_cache(maxsize=REMEMBERED)
def remembered(query: str, embedder: TokenEmbedder, words: WordTable) -> Question:
    """Whoever turns a page or sets a filter asks the same question again: the model need not read it twice."""
    return understand(query, embedder, words)


# What changed: the key, and the document unless it went away.
Changes = Callable[[], Iterable[tuple[str, Document | None]]]


def nothing_changed() -> Iterable[tuple[str, Document | None]]:
    return ()


class SearchEngine:
    """`words` gives the table of words that mean the same, as it is at that moment. `patience` is how many seconds a
    search waits for a model that is still loading; None for as long as it takes."""

    def __init__(
        self,
        store: Store,
        embedder: TokenEmbedder | None,
        shelf: Shelf,
        words: Callable[[], WordTable] = lambda: NO_WORDS,
        recipe: Recipe = Recipe(),
        *,
        patience: float | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.shelf = shelf
        self.words = words
        self.recipe = recipe
        self.patience = patience

    def rebuild(
        self, documents: Iterable[Document], *, replay: Changes = nothing_changed, tidy: bool = True
    ) -> int:
        """Everything anew; returns how many documents. `replay` gives what changed while `documents` were read,
        `tidy` forgets the vectors of texts that are gone."""
        digests: set[str] = set()

        def noted() -> Iterator[list[Entry]]:
            for group in entries_of(documents, self.embedder, self.shelf):
                digests.update(entry.passage.digest for entry in group)
                yield group

        def replayed() -> Iterator[Change]:
            for key, document in replay():
                entries = self.entries(document) if document is not None else []
                digests.update(entry.passage.digest for entry in entries)
                yield key, entries

        count = self.store.rebuild(noted(), replayed)
        if tidy:
            self.shelf.keep_only(digests)
        self.count_pieces(digests)
        return count

    def count_pieces(self, digests: Iterable[str]) -> None:
        """Count anew how scarce each piece of a word is."""
        wanted = list(digests)
        if self.embedder is not None and wanted:
            groups = (self.shelf.fetch(wanted[start : start + 200]) for start in range(0, len(wanted), 200))
            pieces = (vectors.pieces for group in groups for vectors in group.values())
            self.shelf.save_weights(PieceWeights.of(pieces))

    def entries(self, document: Document) -> list[Entry]:
        (entries,) = entries_of([document], self.embedder, self.shelf)
        return entries

    def upsert(self, document: Document) -> None:
        self.store.put(document.key, self.entries(document))

    def delete(self, key: str) -> None:
        self.store.delete(key)

    def known(self) -> set[str]:
        """Keys of the documents in the index."""
        return set(self.store.digests())

    def search(
        self,
        query: str,
        *,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int = 100,
        counted: bool = True,
        clear: bool = False,
    ) -> Ranking:
        """Documents by words and meaning, best first, of which the audience may see every one; with `clear` only
        those that clearly fit."""
        return self._rank(self._understood(query), audience, filters, limit, counted=counted, clear=clear)

    def _understood(self, query: str) -> Question:
        """By words alone when the model is damaged or still loading: the log has said so."""
        if self.embedder is not None and ready(self.embedder, self.patience):
            with contextlib.suppress(ModelUnavailableError):
                return remembered(query, self.embedder, self.words())
        return understand(query, None, self.words())

    def similar(
        self,
        key: str,
        *,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int = 100,
        counted: bool = True,
        clear: bool = False,
    ) -> Ranking:
        """Documents like this one, by its own words and vectors; itself left out. Nothing when it is not there."""
        passages = self.store.passages_of(key)
        if not passages:
            return Ranking([])
        vectors = self.shelf.fetch({passage.digest for passage in passages}) if self.embedder else {}
        question = of_document(passages, vectors)
        return self._rank(question, audience, filters, limit, counted=counted, clear=clear, apart=key)

    def with_texts(self, found: Sequence[Found]) -> list[Found]:
        """With the passage that made it be found, where the index still has it."""
        texts = self.store.passages([item.number for item in found])
        return [replace(item, passage=texts.get(item.number)) for item in found]

    def explain(
        self, query: str, ranking: Ranking, shown: Sequence[tuple[StoredPassage, str]]
    ) -> list[Explanation]:
        """Why each of these passages (with the title of its document) answers the question."""
        question, weights = ranking.question, self.shelf.weights()
        asked, vectors = None, {}
        if (
            self.embedder is not None
            and weights is not None
            and question is not None
            and len(question.pieces)
        ):
            asked = pieces_of_question(question.pieces, question.vectors, weights, self.embedder.spell)
            vectors = self.shelf.fetch({passage.digest for passage, _ in shown})
        found = []
        for passage, title in shown:
            given = None
            if asked and weights and self.embedder and passage.digest in vectors:
                given = pieces_of_passage(vectors[passage.digest], weights, self.embedder.spell)
            before = f"{title}. {passage.heading}"
            found.append(explain(query, passage.text, before=before, asked=asked, given=given))
        return found

    def _rank(
        self,
        question: Question,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int,
        *,
        counted: bool,
        clear: bool,
        apart: str = "",
    ) -> Ranking:
        opened = [name for name in COUNTED if counted and name in filters.chosen]
        asked = [filters, *(filters.without(name) for name in opened)]
        if clear and EVERYTHING not in asked:
            asked.append(EVERYTHING)
        found_by = self._signals(question, audience, asked, apart)
        signals, others = found_by[0], found_by[1 : len(opened) + 1]
        floor = Floor.under(found_by[asked.index(EVERYTHING)]) if clear else None
        ordered = self._reranked(question, self.recipe.fuse(signals), signals.references)
        best = _best_passages(ordered, signals, limit, floor)
        pools = {
            name: _best_passages(self.recipe.fuse(other), other, limit, floor)
            for name, other in zip(opened, others, strict=True)
        }
        labels: dict[str, Sequence[str]] = {}
        if counted:
            for pool, part in [*zip(pools.values(), others, strict=True), (best, signals)]:
                labels |= {key: part.references[number].labels for key, (number, _) in pool.items()}
        found = [Found(key, score, number) for key, (number, score) in best.items()]
        return Ranking(found, labels, {name: list(pool) for name, pool in pools.items()}, question)

    def _signals(
        self, question: Question, audience: frozenset[str], filters: Sequence[SearchFilters], apart: str
    ) -> list[Signals]:
        """Under each of the filters. Without one word in common anywhere, only a clear likeness in meaning counts.

        Anywhere: what a filter leaves must not depend on the words of what it hides, or its count would be wrong.
        """
        found = [
            _apart(signals, apart) if apart else signals
            for signals in self.store.signals_many(question.asked, audience=audience, filters=filters)
        ]
        if any(signals.stems for signals in found):
            return found
        if filters[0].chosen:
            (whole,) = self.store.signals_many(question.asked, audience=audience, filters=[EVERYTHING])
            if whole.stems:
                return found
        return [_without_chance(signals) for signals in found]

    def _reranked(
        self, question: Question, ordered: Sequence[tuple[int, float]], references: Mapping[int, Reference]
    ) -> list[tuple[int, float]]:
        """The first RERANKED by both fusion and late interaction, scores above 1; the others as they were, below 1."""
        first, rest = ordered[:RERANKED], ordered[RERANKED:]
        late = self._late(question, [number for number, _ in first], references)
        if not late:
            return list(ordered)
        mixed = fuse([dict(first), late], [1.0, self.recipe.late])
        again = sorted(
            ((number, 1.0 + score) for number, score in mixed.items()), key=lambda item: (-item[1], item[0])
        )
        return [*again, *rest]

    def _late(
        self, question: Question, numbers: Sequence[int], references: Mapping[int, Reference]
    ) -> dict[int, float]:
        if not len(question.pieces) or not numbers or not self.recipe.late:
            return {}
        weights = self.shelf.weights()
        shelf = self.shelf.fetch({references[number].digest for number in numbers})
        known = [number for number in numbers if references[number].digest in shelf]
        if weights is None or not known:
            return {}
        passages = [shelf[references[number].digest] for number in known]
        scores = late_scores(
            question.pieces, question.vectors, passages, weights, both_ways=self.recipe.both_ways
        )
        return {number: float(score) for number, score in zip(known, scores, strict=True)}


def _apart(signals: Signals, key: str) -> Signals:
    """Without the passages of one document."""
    kept = {number: found for number, found in signals.references.items() if found.key != key}
    stems, grams, dense = (
        {number: score for number, score in part.items() if number in kept}
        for part in (signals.stems, signals.grams, signals.dense)
    )
    return Signals(stems, grams, dense, kept)


def _without_chance(signals: Signals) -> Signals:
    dense = {number: score for number, score in signals.dense.items() if score >= CHANCE}
    return Signals({}, signals.grams, dense, signals.references)


def _best_passages(
    ranked: Iterable[tuple[int, float]], signals: Signals, limit: int, floor: Floor | None
) -> dict[str, tuple[int, float]]:
    """By document its best passage and score, in order; those above the floor where there is one."""
    clear = floor.clear(signals) if floor else None
    best: dict[str, tuple[int, float]] = {}
    for number, score in ranked:
        key = signals.references[number].key
        if key not in best and (clear is None or key in clear):
            if len(best) == limit:
                break
            best[key] = (number, score)
    return best
