"""The search of the site on an index of its own that is thrown away: for measuring."""

import contextlib
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from search.backend import backend
from search.engine.dutch.packaged_synonyms import packaged_synonyms
from search.engine.dutch.synonyms import SynonymTable
from search.engine.embeddings import TokenEmbedder
from search.engine.recognition import packaged_asked
from search.stores.base import Store
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore

ENGINES = ("embedded", "elasticsearch")


@contextlib.contextmanager
def scratch_index(
    name: str, embedder: TokenEmbedder | None = None, *, words: SynonymTable | None = None
) -> Iterator[SearchIndex]:
    """`embedder` None takes the one of the site, `words` None the packaged table."""
    table = packaged_synonyms() if words is None else words
    model = embedder or backend().embedder
    identity = model.identity if model else "words only"
    with tempfile.TemporaryDirectory() as folder, scratch_store(name, Path(folder), identity) as store:
        vectors = FileVectorStore(Path(folder) / "vectors")
        yield SearchIndex(store, model, vectors, lambda: table, recogniser=packaged_asked())


@contextlib.contextmanager
def scratch_store(name: str, folder: Path, identity: str) -> Iterator[Store]:
    if name == "embedded":
        yield TantivyStore(folder / "index", identity)
        return
    from search.stores.elasticsearch import ElasticsearchStore  # inline: only who uses it loads the client

    if not settings.ELASTICSEARCH_URL:
        raise CommandError("Zet ELASTICSEARCH_URL op het adres van de server.")
    store = ElasticsearchStore(backend().elasticsearch_client, f"scratch-{uuid.uuid4().hex[:12]}", identity)
    try:
        yield store
    finally:
        store.drop()
