"""A rebuild that never ends, for a test to kill: `python -m tests.search.stores.slow_rebuild ENGINE WHERE`."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from search.engine import SearchEngine
from search.stores.base import Store
from search.stores.elastic import ElasticStore
from search.stores.elastic_document import connect
from search.stores.embedded import EmbeddedStore
from search.types import Document
from search.vectors.file import FileShelf


def documents() -> Iterator[Document]:
    # More than one portion, so that something was written for certain.
    for number in range(1000):
        yield Document("case", number, "Half", [("", "Half werk.")], ["public"])
    sys.stdout.write("halfway\n")
    sys.stdout.flush()
    time.sleep(600)


def store() -> Store:
    if sys.argv[1] == "embedded":
        return EmbeddedStore(Path(sys.argv[2]), "words")
    return ElasticStore(connect(sys.argv[2]), sys.argv[3], "words")


if __name__ == "__main__":
    SearchEngine(store(), None, FileShelf()).rebuild(documents())
