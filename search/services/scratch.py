"""The search of the site on an index of its own that is thrown away: for measuring."""

import contextlib
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from search.embedding import TokenEmbedder
from search.engine import SearchEngine
from search.services.engine import elastic_client, shared_embedder
from search.stores.base import Store
from search.stores.embedded import EmbeddedStore
from search.vectors.file import FileShelf
from search.words.packaged import packaged_table
from search.words.table import WordTable

ENGINES = ("embedded", "elasticsearch")


@contextlib.contextmanager
def scratch_engine(
    name: str, embedder: TokenEmbedder | None = None, *, words: WordTable | None = None
) -> Iterator[SearchEngine]:
    """`embedder` None takes the one of the site, `words` None the packaged table."""
    table = packaged_table() if words is None else words
    model = embedder or shared_embedder()
    identity = model.identity if model else "words only"
    with tempfile.TemporaryDirectory() as folder, scratch_store(name, Path(folder), identity) as store:
        yield SearchEngine(store, model, FileShelf(Path(folder) / "vectors"), lambda: table)


@contextlib.contextmanager
def scratch_store(name: str, folder: Path, identity: str) -> Iterator[Store]:
    if name == "embedded":
        yield EmbeddedStore(folder / "index", identity)
        return
    from search.stores.elastic import ElasticStore  # inline: only who uses it loads the client

    if not settings.ELASTICSEARCH_URL:
        raise CommandError("Zet ELASTICSEARCH_URL op het adres van de server.")
    store = ElasticStore(elastic_client(), f"scratch-{uuid.uuid4().hex[:12]}", identity)
    try:
        yield store
    finally:
        store.drop()
