"""A rebuild that never ends, for a test to kill: `python -m tests.search.stores.slow_rebuild ENGINE WHERE`."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from search.stores.base import Store
from search.stores.elasticsearch import ElasticsearchStore
from search.stores.elasticsearch_document import open_client
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore
from search.types import Document


def documents() -> Iterator[Document]:
    # More than one portion, so that something was written for certain.
    for number in range(1000):
        yield Document("case", number, "Half", [("", "Half werk.")], ["public"])
    sys.stdout.write("halfway\n")
    sys.stdout.flush()
    time.sleep(600)


def store() -> Store:
    if sys.argv[1] == "embedded":
        return TantivyStore(Path(sys.argv[2]), "words")
    return ElasticsearchStore(open_client(sys.argv[2]), sys.argv[3], "words")


if __name__ == "__main__":
    SearchIndex(store(), None, FileVectorStore()).rebuild(documents())
