"""The search of the site on either engine."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.backend import WORDS_ONLY
from search.stores.elasticsearch import ElasticsearchStore
from search.stores.elasticsearch_document import open_client
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def any_index(
    request: pytest.FixtureRequest, search_index: SearchIndex, run_outbox: Callable[[], int], tmp_path: Path
) -> Iterator[SearchIndex]:
    """The index of the site on each engine in turn, by words alone: only what has a word in common is found."""
    search_index.embedder = None
    if request.param == "elasticsearch":
        client = open_client(request.getfixturevalue("elasticsearch"))
        search_index.store = ElasticsearchStore(client, f"test-{uuid.uuid4().hex[:12]}", WORDS_ONLY)
    else:
        search_index.store = TantivyStore(tmp_path / "words", WORDS_ONLY)
    search_index.rebuild([])
    run_outbox()
    yield search_index
    if isinstance(search_index.store, ElasticsearchStore):
        search_index.store.drop()
