"""The index and the model that this process shares between its threads."""

import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import structlog
from django.conf import settings

from search.embedding import OnnxEmbedder, TokenEmbedder, ready
from search.engine import SearchEngine
from search.errors import IndexGoneError, ModelUnavailableError, SearchUnavailableError
from search.kept import KeptVectors
from search.model.delivery import folder_of_identity, folder_of_model, forget_others
from search.scoring import PairScorer
from search.stores import embedded
from search.stores.base import Store
from search.types import SearchFilters
from search.vectors.database import DatabaseShelf
from search.words.selectors import current_words

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = structlog.get_logger(__name__)

WORDS_ONLY = "words only"
# A visitor waits this long for a model that is still loading, then search goes by words.
PATIENCE_SECONDS = 2.0
Answer = TypeVar("Answer")


@cache
def shared_embedder() -> TokenEmbedder | None:
    """The model of the settings. None when it is not prepared: then search goes by words, and says so once in the log."""
    folder = folder_of_model(settings.MODEL_DIR, settings.EMBEDDING_MODEL)
    if folder is None:
        log.warning("search_without_model", model=settings.EMBEDDING_MODEL, hint="manage.py prepare_model")
        return None
    return OnnxEmbedder(folder, threads=settings.EMBEDDING_THREADS)


class Chosen:
    """The engine in use: of the model of the settings, or of the model that made the index while there is no index of
    the first yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.engine: SearchEngine | None = None

    def get(self) -> SearchEngine:
        with self.lock:
            if self.engine is None:
                self.engine = wanted_engine()
            return self.engine

    def other_than(self, failed: SearchEngine) -> SearchEngine | None:
        """Whose index is there when that of `failed` is gone; None when there is no other."""
        with self.lock:
            if self.engine is None:
                return None
            if self.engine is failed:
                found = identity_in_index()
                if found is None or f"{embedded.FORMAT} {found}" == failed.store.identity:
                    return None
                self.engine = _engine_for(found)
                log.warning("search_index_of_other_model", model=found, wanted=settings.EMBEDDING_MODEL)
            return self.engine

    def forget(self) -> None:
        with self.lock:
            self.engine = None


chosen = Chosen()


def shared_engine() -> SearchEngine:
    return chosen.get()


def ask(action: Callable[[SearchEngine], Answer]) -> Answer:
    """Do something with the engine in use. When its index made place for one of another model, with that one."""
    engine = shared_engine()
    try:
        return action(engine)
    except IndexGoneError:
        other = chosen.other_than(engine)
        if other is None:
            raise
        return action(other)


@cache
def wanted_engine() -> SearchEngine:
    """The engine of the model of the settings, whether or not there is an index of it."""
    embedder = shared_embedder()
    identity = embedder.identity if embedder else WORDS_ONLY
    return _engine(identity, embedder)


def rebuilding_engine() -> SearchEngine:
    """The engine to make the index with. Raises ModelUnavailableError rather than let words alone take the place of an
    index that knows meaning."""
    wanted = wanted_engine()
    found = identity_in_index()
    if wanted.embedder is None and found not in (None, WORDS_ONLY):
        raise ModelUnavailableError(f"the model {settings.EMBEDDING_MODEL} is not prepared")
    return wanted


def _engine_for(identity: str) -> SearchEngine:
    """The engine for an index of this model; by words alone when the model is no longer there."""
    wanted = wanted_engine()
    if wanted.embedder is not None and wanted.embedder.identity == identity:
        return wanted
    folder = folder_of_identity(settings.MODEL_DIR, identity)
    embedder = OnnxEmbedder(folder, threads=settings.EMBEDDING_THREADS) if folder is not None else None
    return _engine(identity, embedder)


def identity_in_index() -> str | None:
    """The model that the index was made with, None without an index that can be read."""
    if settings.SEARCH_ENGINE == "elasticsearch":
        from search.stores import elastic  # inline: only who uses it loads the client

        return elastic.identity_in(elastic_client(), settings.ELASTICSEARCH_INDEX)
    return embedded.identity_in(settings.KRACHTWIJKEN_VAR / "index")


def _engine(identity: str, embedder: TokenEmbedder | None) -> SearchEngine:
    shelf = DatabaseShelf(identity)
    return SearchEngine(_store(identity), embedder, shelf, current_words, patience=PATIENCE_SECONDS)


def _store(identity: str) -> Store:
    if settings.SEARCH_ENGINE == "elasticsearch":
        from search.stores.elastic import ElasticStore  # inline, for the same reason

        return ElasticStore(elastic_client(), settings.ELASTICSEARCH_INDEX, identity)
    return embedded.EmbeddedStore(settings.KRACHTWIJKEN_VAR / "index", identity)


@cache
def elastic_client() -> "Elasticsearch":
    from search.stores.elastic_document import connect  # inline, for the same reason

    return connect(
        settings.ELASTICSEARCH_URL,
        user=settings.ELASTICSEARCH_USER,
        password=settings.ELASTICSEARCH_PASSWORD,
        api_key=settings.ELASTICSEARCH_API_KEY,
        ca_file=settings.ELASTICSEARCH_CA_FILE,
    )


def check() -> None:
    """Raises when the index cannot be read."""
    ask(lambda engine: engine.store.check())


def check_model() -> None:
    """Raises when search does not use the model of the settings: not prepared, damaged, or not indexed with yet."""
    embedder = shared_embedder()
    if embedder is None or not ready(embedder, PATIENCE_SECONDS):
        raise ModelUnavailableError("the model is not there")
    embedder.queries(["wijk"])
    serving = shared_engine().store.identity
    if serving != wanted_engine().store.identity:
        raise ModelUnavailableError(f"the index was made with {serving}")


def warm_up() -> None:
    """Load model, index and word list before the first visitor asks."""
    try:
        ask(
            lambda engine: engine.search(
                "wijk", audience=frozenset({"public"}), filters=SearchFilters(), limit=1
            )
        )
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))


def pair_scorer() -> PairScorer:
    """By words alone while the model is still loading."""
    return PairScorer(quick_embedder())


def quick_embedder() -> KeptVectors | None:
    """None while the model is still loading, or when there is none: nobody waits for it."""
    embedder = shared_embedder()
    return _kept(embedder) if embedder is not None and ready(embedder, PATIENCE_SECONDS) else None


@cache
def _kept(embedder: TokenEmbedder) -> KeptVectors:
    return KeptVectors(embedder)


def tidy_models() -> list[str]:
    """Repeatable. Remove models that neither the settings nor the index use; returns which."""
    used = {wanted_engine().embedder, shared_engine().embedder}
    found = identity_in_index()
    return forget_others(settings.MODEL_DIR, {model.identity for model in used if model} | {found or ""})


def forget_engines() -> None:
    """For commands and tests that change the settings while they run."""
    chosen.forget()
    for cached in (shared_embedder, wanted_engine, elastic_client, _kept):
        cached.cache_clear()
