"""The index and the model that this process shares between its threads."""

from functools import cache

import structlog
from django.conf import settings

from search.embedding import Embedder, OnnxEmbedder
from search.errors import SearchUnavailableError
from search.scoring import PairScorer
from search.stores.embedded import EmbeddedStore
from search.types import SearchFilters

log = structlog.get_logger(__name__)


@cache
def shared_embedder() -> Embedder | None:
    """None without a prepared model: then search goes by words, and says so once in the log."""
    try:
        return OnnxEmbedder(settings.MODEL_DIR, threads=settings.EMBEDDING_THREADS)
    except FileNotFoundError:
        log.warning("search_without_model", hint="manage.py prepare_model")
        return None


@cache
def shared_store() -> EmbeddedStore:
    return EmbeddedStore(settings.KRACHTWIJKEN_VAR / "index", shared_embedder())


def check() -> None:
    """Raises when the index cannot be read."""
    shared_store().count()


def warm_up() -> None:
    """Load model, index and word list before the first visitor asks."""
    try:
        shared_store().search("wijk", audience=frozenset({"public"}), filters=SearchFilters(), limit=1)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))


@cache
def pair_scorer() -> PairScorer:
    return PairScorer(shared_embedder())
