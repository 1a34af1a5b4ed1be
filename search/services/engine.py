"""The index and the model that this process shares between its threads."""

from functools import cache
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from search.embedding import OnnxEmbedder, TokenEmbedder
from search.engine import SearchEngine
from search.errors import SearchUnavailableError
from search.scoring import PairScorer
from search.stores.base import Store
from search.stores.embedded import EmbeddedStore
from search.types import SearchFilters
from search.vectors.database import DatabaseShelf
from search.words.selectors import current_words

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = structlog.get_logger(__name__)


@cache
def shared_embedder() -> TokenEmbedder | None:
    """None without a prepared model: then search goes by words, and says so once in the log."""
    try:
        return OnnxEmbedder(settings.MODEL_DIR, threads=settings.EMBEDDING_THREADS)
    except FileNotFoundError:
        log.warning("search_without_model", hint="manage.py prepare_model")
        return None


@cache
def shared_engine() -> SearchEngine:
    embedder = shared_embedder()
    identity = embedder.identity if embedder else "words only"
    return SearchEngine(_store(identity), embedder, DatabaseShelf(identity), current_words)


def _store(identity: str) -> Store:
    if settings.SEARCH_ENGINE == "elasticsearch":
        from search.stores.elastic import ElasticStore  # inline: only who uses it loads the client

        return ElasticStore(elastic_client(), settings.ELASTICSEARCH_INDEX, identity)
    return EmbeddedStore(settings.KRACHTWIJKEN_VAR / "index", identity)


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
    if not shared_engine().store.exists():
        raise SearchUnavailableError("there is no index of this version and model")


def warm_up() -> None:
    """Load model, index and word list before the first visitor asks."""
    try:
        shared_engine().search("wijk", audience=frozenset({"public"}), filters=SearchFilters(), limit=1)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))


@cache
def pair_scorer() -> PairScorer:
    return PairScorer(shared_embedder())
