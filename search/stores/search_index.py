"""An index that can be written and asked: a store of passages, their vectors, and the model that made them."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from search.engine.dutch.synonyms import NO_SYNONYMS, SynonymTable
from search.engine.embeddings import TokenEmbedder, is_ready
from search.engine.entries import Entry, entries_of
from search.engine.explanation import explain, pieces_of_passage, pieces_of_query
from search.engine.query import Query, encode_document_as_query, encode_query, encode_query_once
from search.engine.ranking import RankedDocument, Ranker, Ranking, RankingWeights
from search.engine.recognition import Recogniser
from search.engine.text_vectors import PieceWeights, TextVectors, VectorStore
from search.errors import ModelUnavailableError
from search.stores.base import Change, Store
from search.types import Document, Explanation, SearchFilters, StoredPassage

# What changed: the key, and the document unless it went away.
Changes = Callable[[], Iterable[tuple[str, Document | None]]]
VECTORS_AT_ONCE = 200


def nothing_changed() -> Iterable[tuple[str, Document | None]]:
    return ()


class SearchIndex:
    """`synonyms` gives the table of words that mean the same, as it is at that moment. `patience` is how many seconds a
    search waits for a model that is still loading; None for as long as it takes. `recogniser` says which known problems a
    question is about; one that was fitted with another model is not asked."""

    def __init__(
        self,
        store: Store,
        embedder: TokenEmbedder | None,
        vector_store: VectorStore,
        synonyms: Callable[[], SynonymTable] = lambda: NO_SYNONYMS,
        weights: RankingWeights | None = None,
        *,
        patience: float | None = None,
        recogniser: Recogniser | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.vector_store = vector_store
        self.synonyms = synonyms
        self.weights = weights
        self.patience = patience
        fits = recogniser is not None and embedder is not None and recogniser.identity == embedder.identity
        self.recogniser = recogniser if fits else None

    @property
    def ranker(self) -> Ranker:
        return Ranker(self.store, self.vector_store, self.weights)

    def rebuild(
        self, documents: Iterable[Document], *, replay: Changes = nothing_changed, tidy: bool = True
    ) -> int:
        """Everything anew; returns how many documents. `replay` gives what changed while `documents` were read,
        `tidy` forgets the vectors of texts that are gone."""
        digests: set[str] = set()

        def noted() -> Iterator[list[Entry]]:
            for group in entries_of(documents, self.embedder, self.vector_store):
                digests.update(entry.passage.digest for entry in group)
                yield group

        def replayed() -> Iterator[Change]:
            for key, document in replay():
                entries = self.entries(document) if document is not None else []
                digests.update(entry.passage.digest for entry in entries)
                yield key, entries

        count = self.store.rebuild(noted(), replayed)
        if tidy:
            self.vector_store.keep_only(digests)
        self.count_pieces(digests)
        return count

    def count_pieces(self, digests: Iterable[str]) -> None:
        """Count anew how scarce each piece of a word is."""
        wanted = list(digests)
        if self.embedder is not None and wanted:
            starts = range(0, len(wanted), VECTORS_AT_ONCE)
            groups = (self.vector_store.fetch(wanted[start : start + VECTORS_AT_ONCE]) for start in starts)
            pieces = (vectors.pieces for group in groups for vectors in group.values())
            self.vector_store.save_weights(PieceWeights.of(pieces))

    def entries(self, document: Document) -> list[Entry]:
        (entries,) = entries_of([document], self.embedder, self.vector_store)
        return entries

    def upsert(self, document: Document) -> None:
        self.store.put(document.key, self.entries(document))

    def delete(self, key: str) -> None:
        self.store.delete(key)

    def check(self) -> None:
        """Raises SearchUnavailableError when the index cannot be read."""
        self.store.check()

    def document_keys(self) -> set[str]:
        """Keys of the documents in the index."""
        return set(self.store.digests())

    def search(
        self,
        text: str,
        *,
        audience: frozenset[str],
        filters: SearchFilters,
        limit: int = 100,
        counted: bool = True,
        clear: bool = False,
    ) -> Ranking:
        """Documents by words and meaning, best first, of which the audience may see every one; with `clear` only
        those that clearly fit."""
        query = self._encoded(text)
        return self.ranker.rank(query, audience, filters, limit, counted=counted, clear=clear)

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
        digests = {passage.digest for passage in passages}
        query = encode_document_as_query(passages, self.vector_store.fetch(digests) if self.embedder else {})
        return self.ranker.rank(query, audience, filters, limit, counted=counted, clear=clear, without=key)

    def passages_of_all(self, keys: Collection[str]) -> dict[str, list[StoredPassage]]:
        return self.store.passages_of_all(keys)

    def vectors_of(self, digests: Collection[str]) -> tuple[dict[str, TextVectors], PieceWeights | None]:
        return self.vector_store.fetch(digests), self.vector_store.weights()

    def with_texts(self, documents: Sequence[RankedDocument]) -> list[RankedDocument]:
        """With the passage that made it be found, where the index still has it."""
        texts = self.store.passages([item.number for item in documents])
        return [replace(item, passage=texts.get(item.number)) for item in documents]

    def explain(self, query: Query, shown: Sequence[tuple[StoredPassage, str]]) -> list[Explanation]:
        """Why each of these passages (with the title of its document) answers the query."""
        text, scarcity, embedder = query.text, self.vector_store.weights(), self.embedder
        if embedder is None or scarcity is None or not len(query.pieces):
            return [
                explain(text, passage.text, before=_before(passage, title), facts=passage.facts)
                for passage, title in shown
            ]
        asked = pieces_of_query(query.pieces, query.vectors, scarcity, embedder.spell)
        vectors = self.vector_store.fetch({passage.digest for passage, _ in shown})
        explanations = []
        for passage, title in shown:
            kept = vectors.get(passage.digest)
            given = pieces_of_passage(kept, scarcity, embedder.spell) if kept else None
            before = _before(passage, title)
            explanations.append(
                explain(text, passage.text, before=before, facts=passage.facts, asked=asked, given=given)
            )
        return explanations

    def _encoded(self, text: str) -> Query:
        """By words alone when the model is damaged or still loading: the log has said so."""
        if self.embedder is not None and is_ready(self.embedder, self.patience):
            with contextlib.suppress(ModelUnavailableError):
                return encode_query_once(text, self.embedder, self.synonyms(), self.recogniser)
        return encode_query(text, None, self.synonyms())


def _before(passage: StoredPassage, title: str) -> str:
    """What stands before the text in what was embedded."""
    return f"{title}. {passage.heading}"
