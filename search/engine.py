"""The search of the site over any store: index documents, rank by three signals, re-rank by late interaction.

No Django. Weights and depths are documented and measured in docs/search.md.
"""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from search.embedding import TokenEmbedder, ready
from search.errors import ModelUnavailableError
from search.fusion import fuse
from search.indexing import entries_of
from search.late import late_scores
from search.questions import Question, understand
from search.stores.base import FILTERS, Asked, Change, Entry, Reference, Signals, Store
from search.types import Document, Found, Ranking, SearchFilters, StoredPassage
from search.vectors import PieceWeights, Shelf

STEMS, GRAMS, DENSE = 1.0, 0.5, 1.0
LATE = 0.75
RERANKED = 50
# Without one word in common, e5's cosine between unrelated texts reaches this.
CHANCE = 0.83


# Of some keys those that may be seen at this moment.
Gate = Callable[[Collection[str]], Collection[str]]
# What changed: the key, and the document unless it went away.
Changes = Callable[[], Iterable[tuple[str, Document | None]]]


def open_gate(keys: Collection[str]) -> Collection[str]:
    return keys


def nothing_changed() -> Iterable[tuple[str, Document | None]]:
    return ()


class SearchEngine:
    """`patience` is how many seconds a search waits for a model that is still loading; None for as long as it takes."""

    def __init__(
        self,
        store: Store,
        embedder: TokenEmbedder | None,
        shelf: Shelf,
        *,
        patience: float | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.shelf = shelf
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
        gate: Gate = open_gate,
    ) -> Ranking:
        """Documents by words and meaning, best first, of which the audience may see every one.

        `gate` knows better than the index, which may lag behind: what it holds back is neither found nor counted.
        """
        question = self._understood(query)
        signals = _without_chance(self.store.signals(question.asked, audience=audience, filters=filters))
        fused = fuse([signals.stems, signals.grams, signals.dense], [STEMS, GRAMS, DENSE])
        ordered = sorted(fused.items(), key=lambda item: (-item[1], item[0]))
        best = _best_passages(
            self._reranked(question, ordered, signals.references), signals.references, limit
        )
        passed = gate(list(best))
        best = {key: row for key, row in best.items() if key in passed}
        texts = self.store.passages([number for number, _ in best.values()])
        found = [
            Found(key, score, texts.get(number, StoredPassage(key, "", "")))
            for key, (number, score) in best.items()
        ]
        return Ranking(found, self._facets(list(best), question.asked, audience, filters, limit, gate))

    def _understood(self, query: str) -> Question:
        """By words alone when the model is damaged or still loading: the log has said so."""
        if self.embedder is not None and ready(self.embedder, self.patience):
            with contextlib.suppress(ModelUnavailableError):
                return understand(query, self.embedder)
        return understand(query, None)

    def _reranked(
        self, question: Question, ordered: Sequence[tuple[int, float]], references: Mapping[int, Reference]
    ) -> list[tuple[int, float]]:
        """The first RERANKED by both fusion and late interaction, scores above 1; the others as they were, below 1."""
        first, rest = ordered[:RERANKED], ordered[RERANKED:]
        late = self._late(question, [number for number, _ in first], references)
        if not late:
            return list(ordered)
        mixed = fuse([dict(first), late], [1.0, LATE])
        again = sorted(
            ((number, 1.0 + score) for number, score in mixed.items()), key=lambda item: (-item[1], item[0])
        )
        return [*again, *rest]

    def _late(
        self, question: Question, numbers: Sequence[int], references: Mapping[int, Reference]
    ) -> dict[int, float]:
        if not len(question.pieces) or not numbers:
            return {}
        weights = self.shelf.weights()
        shelf = self.shelf.fetch({references[number].digest for number in numbers})
        known = [number for number in numbers if references[number].digest in shelf]
        if weights is None or not known:
            return {}
        passages = [shelf[references[number].digest] for number in known]
        scores = late_scores(question.pieces, question.vectors, passages, weights)
        return {number: float(score) for number, score in zip(known, scores, strict=True)}

    def _facets(
        self,
        keys: Sequence[str],
        asked: Asked,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int,
        gate: Gate,
    ) -> dict[str, dict[str, int]]:
        """Counts over what was found; those of a filter that is set, over what would be found without it."""
        counts = self.store.counts(keys) if keys else {}
        found = {}
        for name, prefix in FILTERS.items():
            shown = counts
            if getattr(filters, name):
                shown = self._counts_without(name, asked, audience, filters, limit, gate)
            found[name] = {
                label.partition(":")[2]: count
                for label, count in shown.items()
                if label.startswith(f"{prefix}:")
            }
        return found

    def _counts_without(
        self,
        name: str,
        asked: Asked,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int,
        gate: Gate,
    ) -> dict[str, int]:
        open_filters = replace(filters, **{name: ()})
        signals = _without_chance(self.store.signals(asked, audience=audience, filters=open_filters))
        fused = fuse([signals.stems, signals.grams, signals.dense], [STEMS, GRAMS, DENSE])
        ordered = sorted(fused.items(), key=lambda item: (-item[1], item[0]))
        keys = sorted(gate(list(_best_passages(ordered, signals.references, limit))))
        return self.store.counts(keys) if keys else {}


def _without_chance(signals: Signals) -> Signals:
    """Without a word in common, only a clear likeness in meaning counts as found."""
    if signals.stems:
        return signals
    dense = {number: score for number, score in signals.dense.items() if score >= CHANCE}
    return Signals({}, signals.grams, dense, signals.references)


def _best_passages(
    ranked: Iterable[tuple[int, float]], references: Mapping[int, Reference], limit: int
) -> dict[str, tuple[int, float]]:
    """By document its best passage and score, in order."""
    best: dict[str, tuple[int, float]] = {}
    for number, score in ranked:
        key = references[number].key
        if key not in best:
            if len(best) == limit:
                break
            best[key] = (number, score)
    return best
