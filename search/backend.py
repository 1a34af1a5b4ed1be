"""The one handle on search of this process. Everybody asks `backend()`; threads share its index and its model."""

import contextlib
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import structlog
from django.conf import settings

from krachtwijken.core.providers import Provider
from search.engine.dutch.synonyms import NO_SYNONYMS, SynonymTable
from search.engine.embeddings import OnnxEmbedder, TokenEmbedder, is_ready
from search.engine.pairs.batch import Models
from search.engine.pairs.reason_model import packaged_reason_model
from search.engine.pairs.scoring import packaged_pair_model
from search.engine.query import Query
from search.engine.ranking import RankedDocument, Ranking
from search.engine.recognition import packaged_asked, packaged_recogniser
from search.engine.text_vectors import PieceWeights, TextVectors
from search.errors import IndexGoneError, ModelUnavailableError, SearchUnavailableError
from search.model.delivery import folder_of_identity, folder_of_model, forget_others
from search.stores import tantivy
from search.stores.base import Store
from search.stores.search_index import SearchIndex
from search.stores.vectors.database import DatabaseVectorStore
from search.types import EVERYTHING, Document, Explanation, SearchFilters, StoredPassage

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = structlog.get_logger(__name__)

WORDS_ONLY = "words only"
# A visitor waits this long for a model that is still loading, then search goes by words.
PATIENCE_SECONDS = 2.0
# The table of words that mean the same, as it is at that moment; the feature that keeps it registers itself.
synonym_table: Provider[Callable[[], SynonymTable]] = Provider(lambda: NO_SYNONYMS)

P = ParamSpec("P")
Answer = TypeVar("Answer")


class SearchBackend:
    """Asks and writes the index of the model of the settings, or of the model that made the index while there is no
    index of the first yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.in_use: SearchIndex | None = None

    # --- asking and writing -------------------------------------------------------------------------------------

    def search(
        self,
        text: str,
        *,
        audience: frozenset[str],
        filters: SearchFilters = EVERYTHING,
        limit: int = 100,
        counted: bool = True,
        clear: bool = False,
    ) -> Ranking:
        """See SearchIndex.search. Raises SearchUnavailableError when there is no index to read."""
        return self.run(
            SearchIndex.search, text,
            audience=audience, filters=filters, limit=limit, counted=counted, clear=clear,
        )  # fmt: skip

    def similar(
        self,
        key: str,
        *,
        audience: frozenset[str],
        filters: SearchFilters = EVERYTHING,
        limit: int = 100,
        counted: bool = True,
        clear: bool = False,
    ) -> Ranking:
        """See SearchIndex.similar."""
        return self.run(
            SearchIndex.similar, key,
            audience=audience, filters=filters, limit=limit, counted=counted, clear=clear,
        )  # fmt: skip

    def passages_of_all(self, keys: Collection[str]) -> dict[str, list[StoredPassage]]:
        """Every passage of some documents."""
        return self.run(SearchIndex.passages_of_all, keys)

    def vectors_of(self, digests: Collection[str]) -> tuple[dict[str, TextVectors], PieceWeights | None]:
        """What is kept of some passages, and how scarce each piece of a word is."""
        return self.run(SearchIndex.vectors_of, digests)

    def with_texts(self, documents: Sequence[RankedDocument]) -> list[RankedDocument]:
        return self.run(SearchIndex.with_texts, documents)

    def explain(self, query: Query, shown: Sequence[tuple[StoredPassage, str]]) -> list[Explanation]:
        return self.run(SearchIndex.explain, query, shown)

    def upsert(self, document: Document) -> None:
        self.run(SearchIndex.upsert, document)

    def delete(self, key: str) -> None:
        self.run(SearchIndex.delete, key)

    def check(self) -> None:
        """Raises SearchUnavailableError when the index cannot be read."""
        self.run(SearchIndex.check)

    def run(
        self, method: Callable[Concatenate[SearchIndex, P], Answer], *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """`method` of the index in use; when that made place for one of another model, of that one."""
        index = self.index
        try:
            return method(index, *args, **kwargs)
        except IndexGoneError:
            other = self._other_than(index)
            if other is None:
                raise
            return method(other, *args, **kwargs)

    # --- which index --------------------------------------------------------------------------------------------

    @property
    def index(self) -> SearchIndex:
        """The index in use; there need not be one on disk yet."""
        with self.lock:
            if self.in_use is None:
                self.in_use = self.wanted_index
            return self.in_use

    def _other_than(self, failed: SearchIndex) -> SearchIndex | None:
        """Whose index is there when that of `failed` is gone; None when there is no other."""
        with self.lock:
            if self.in_use is failed:
                identity = self.identity_in_index()
                if identity is None or f"{tantivy.FORMAT} {identity}" == failed.store.identity:
                    return None
                self.in_use = self._index_of(identity)
                log.warning("search_index_of_other_model", model=identity, wanted=settings.EMBEDDING_MODEL)
            return self.in_use

    @cached_property
    def wanted_index(self) -> SearchIndex:
        """The index of the model of the settings, whether or not it was made."""
        identity = self.embedder.identity if self.embedder else WORDS_ONLY
        return self._open(identity, self.embedder)

    def index_to_rebuild(self) -> SearchIndex:
        """Raises ModelUnavailableError rather than let words alone take the place of an index that knows meaning."""
        wanted = self.wanted_index
        if wanted.embedder is None and self.identity_in_index() not in (None, WORDS_ONLY):
            raise ModelUnavailableError(f"the model {settings.EMBEDDING_MODEL} is not prepared")
        return wanted

    def _index_of(self, identity: str) -> SearchIndex:
        """By words alone when the model that made it is no longer there."""
        if self.embedder is not None and self.embedder.identity == identity:
            return self.wanted_index
        folder = folder_of_identity(settings.MODEL_DIR, identity)
        embedder = OnnxEmbedder(folder, threads=settings.EMBEDDING_THREADS) if folder is not None else None
        return self._open(identity, embedder)

    def identity_in_index(self) -> str | None:
        """The model that the index was made with, None without an index that can be read."""
        if settings.SEARCH_ENGINE == "elasticsearch":
            from search.stores import elasticsearch  # inline: only who uses it loads the client

            return elasticsearch.read_cluster_identity(
                self.elasticsearch_client, settings.ELASTICSEARCH_INDEX
            )
        return tantivy.read_folder_identity(settings.KRACHTWIJKEN_VAR / "index")

    def _open(self, identity: str, embedder: TokenEmbedder | None) -> SearchIndex:
        vectors = DatabaseVectorStore(identity)
        return SearchIndex(
            self._store(identity), embedder, vectors, lambda: synonym_table.current()(),
            patience=PATIENCE_SECONDS, recogniser=packaged_asked(),
        )  # fmt: skip

    def _store(self, identity: str) -> Store:
        if settings.SEARCH_ENGINE == "elasticsearch":
            from search.stores.elasticsearch import ElasticsearchStore  # inline, for the same reason

            return ElasticsearchStore(self.elasticsearch_client, settings.ELASTICSEARCH_INDEX, identity)
        return tantivy.TantivyStore(settings.KRACHTWIJKEN_VAR / "index", identity)

    @cached_property
    def elasticsearch_client(self) -> "Elasticsearch":
        from search.stores.elasticsearch_document import open_client  # inline, for the same reason

        return open_client(
            settings.ELASTICSEARCH_URL,
            user=settings.ELASTICSEARCH_USER,
            password=settings.ELASTICSEARCH_PASSWORD,
            api_key=settings.ELASTICSEARCH_API_KEY,
            ca_file=settings.ELASTICSEARCH_CA_FILE,
        )

    # --- the model ----------------------------------------------------------------------------------------------

    @cached_property
    def embedder(self) -> TokenEmbedder | None:
        """The model of the settings. None when it is not prepared: then search goes by words, and says so once."""
        folder = folder_of_model(settings.MODEL_DIR, settings.EMBEDDING_MODEL, settings.EMBEDDING_ADAPTER)
        if folder is None:
            log.warning(
                "search_without_model", model=settings.EMBEDDING_MODEL, hint="manage.py prepare_model"
            )
            return None
        return OnnxEmbedder(folder, threads=settings.EMBEDDING_THREADS)

    def models(self, *, patience: float | None = PATIENCE_SECONDS) -> Models:
        """What advice is made with: by words alone while the language model is loading for longer than `patience`
        seconds, or when it is another than the packaged models were fitted with."""
        recogniser, embedder = packaged_recogniser(), self.embedder
        fits = embedder is not None and embedder.identity == recogniser.identity
        if not fits or embedder is None or not is_ready(embedder, patience):
            return Models(recogniser, packaged_pair_model(), None, None)
        return Models(recogniser, packaged_pair_model(), packaged_reason_model(), embedder)

    def check_model(self) -> None:
        """Raises when search does not use the model of the settings: not prepared, damaged, or not indexed with yet."""
        if self.embedder is None or not is_ready(self.embedder, PATIENCE_SECONDS):
            raise ModelUnavailableError("the model is not there")
        self.embedder.queries(["wijk"])
        serving = self.index.store.identity
        if serving != self.wanted_index.store.identity:
            raise ModelUnavailableError(f"the index was made with {serving}")

    def tidy_models(self) -> list[str]:
        """Repeatable. Remove models that neither the settings nor the index use; returns which."""
        used = {self.wanted_index.embedder, self.index.embedder}
        identities = {model.identity for model in used if model} | {self.identity_in_index() or ""}
        return forget_others(settings.MODEL_DIR, identities)


_process = SearchBackend()
_override: SearchBackend | None = None


def backend() -> SearchBackend:
    return _override or _process


def check_index() -> None:
    backend().check()


def check_model() -> None:
    backend().check_model()


@contextlib.contextmanager
def override_backend(other: SearchBackend) -> Iterator[SearchBackend]:
    """For tests: everything in this process asks `other` instead."""
    global _override
    before, _override = _override, other
    try:
        yield other
    finally:
        _override = before


def reset_backend() -> None:
    """For commands that change the settings while they run."""
    global _process
    _process = SearchBackend()


def warm_up_search() -> None:
    """Load model, index and word list before the first visitor asks."""
    try:
        backend().search("wijk", audience=frozenset({"public"}), limit=1)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
