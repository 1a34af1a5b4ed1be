"""An index on the embedded store and one on a real Elasticsearch, for the tests that both must pass."""

import os
import subprocess
import sys
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.stores import elasticsearch as elastic
from search.stores import tantivy as embedded
from search.stores.base import Store
from search.stores.elasticsearch import ElasticsearchStore
from search.stores.elasticsearch_document import open_client
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore
from search.types import Document, SearchFilters
from tests.fakes import WordEmbedder

PUBLIC = frozenset({"public"})
ALL = SearchFilters()
STREET = Document(
    "case", 1, "Jongeren op straat", [("", "Hangjongeren bij het winkelcentrum.")], ["public"], ["veiligheid"]
)
GREEN = Document("case", 2, "Groen in de buurt", [("", "Bewoners planten bomen.")], ["public"], ["wonen"])
HIDDEN = Document(
    "profile", 3, "Jongerenwerker", [("", "Kent jongeren op straat.")], ["role:loket"], ["veiligheid"]
)
# Where, how well proven, when: what the filters of the page go by.
OLD = Document(
    "case", 11, "Jongeren in Noord", [("", "Jongeren op straat.")], ["public"], ["wonen", "wonen"],
    ["evidence:1", "status:gestopt", "gemeente:a", "wijk:a-noord", "year:2009", "year:2010"],
)  # fmt: skip
NEW = Document(
    "case", 12, "Jongeren in Zuid", [("", "Jongeren op straat.")], ["public"], ["veiligheid"],
    ["evidence:3a", "status:loopt", "gemeente:a", "wijk:a-zuid", "gemeente:b", "wijk:b-west", "year:2020"],
)  # fmt: skip
AREA = Document(
    "wijk",
    13,
    "West",
    [("", "Jongeren op straat.")],
    ["public"],
    ["veiligheid"],
    ["gemeente:b", "wijk:b-west"],
)
WORDS = ["jongeren", "straat", "bomen", "buurt", "winkel", "school", "schulden", "taal"]


class Opened(ABC):
    @abstractmethod
    def open(self, identity: str = "words") -> Store:
        """The index of this test, once more: as another process would."""

    @abstractmethod
    def identity(self) -> str | None:
        """The model that made the index which answers."""

    @abstractmethod
    def parts(self) -> int:
        """How many indexes there are, complete or not."""

    @abstractmethod
    def state(self) -> Any:
        """Differs after anything was written."""

    @abstractmethod
    def where(self) -> list[str]:
        """Arguments with which another process opens this index."""

    def kill_halfway(self) -> None:
        """A rebuild in a process of its own, killed while it reads documents."""
        command = [sys.executable, "-m", "tests.search.stores.slow_rebuild", *self.where()]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "halfway\n"
            process.kill()

    @pytest.fixture
    def engine(self) -> SearchIndex:
        engine = SearchIndex(self.open(), WordEmbedder(), FileVectorStore())
        engine.rebuild([STREET, GREEN, HIDDEN])
        return engine


class OnEmbedded(Opened):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        self.place = tmp_path / "index"

    def open(self, identity: str = "words") -> Store:
        return TantivyStore(self.place, identity)

    def identity(self) -> str | None:
        return embedded.read_folder_identity(self.place)

    def parts(self) -> int:
        return sum(part.is_dir() for part in self.place.iterdir())

    def state(self) -> Any:
        return sorted((file.name, file.stat().st_mtime_ns) for file in self.place.rglob("meta.json"))

    def where(self) -> list[str]:
        return ["embedded", str(self.place)]


class OnElasticsearch(Opened):
    @pytest.fixture(autouse=True)
    def alias(self, elasticsearch: str) -> Iterator[None]:
        self.url = elasticsearch
        self.client = open_client(elasticsearch)
        self.name = f"test-{uuid.uuid4().hex[:12]}"
        yield
        ElasticsearchStore(self.client, self.name, "words").drop()

    def open(self, identity: str = "words") -> Store:
        return ElasticsearchStore(self.client, self.name, identity)

    def identity(self) -> str | None:
        return elastic.read_cluster_identity(self.client, self.name)

    def parts(self) -> int:
        return len(self.client.indices.get(index=f"{self.name}-*").body)

    def state(self) -> Any:
        stats = self.client.indices.stats(index=self.name, metric="indexing")
        total = stats["_all"]["primaries"]["indexing"]
        return total["index_total"], total["delete_total"]

    def where(self) -> list[str]:
        return ["elasticsearch", self.url, self.name]
