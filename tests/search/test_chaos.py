"""Whatever happens to the index or the model, pages stay up, say so, and recover by themselves (bar S28, S29)."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tantivy
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from search import api
from search.backend import backend, reset_backend
from search.errors import SearchUnavailableError
from search.registry import all_documents
from search.stores.base import FORMAT
from search.stores.elasticsearch import REST_SECONDS, ElasticsearchStore
from search.stores.elasticsearch_document import open_client
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore
from search.types import SearchFilters
from tests.factories.pages import make_case
from tests.fakes import BrokenEmbedder, WordEmbedder

PUBLIC = frozenset({"public"})
PROBLEM = "In onze wijk hangen jongeren elke avond op straat bij het winkelcentrum en maken lawaai."


def place(engine: SearchIndex) -> Path:
    (folder,) = [part for part in engine.store.folder.iterdir() if part.is_dir()]
    return folder


def delete(engine: SearchIndex) -> None:
    for file in sorted(engine.store.folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()


def truncate(pattern: str) -> Callable[[SearchIndex], None]:
    def act(engine: SearchIndex) -> None:
        for file in place(engine).glob(pattern):
            with file.open("r+b") as opened:
                opened.truncate(file.stat().st_size // 2)

    return act


def other_format(engine: SearchIndex) -> None:
    (engine.store.folder / "format").write_text(f"0 words\n{place(engine).name}\n", encoding="utf-8")


def other_model(engine: SearchIndex) -> None:
    (engine.store.folder / "format").write_text(f"{FORMAT} other\n{place(engine).name}\n", encoding="utf-8")


DAMAGE = {
    "folder deleted": delete,
    "list of segments cut": truncate("meta.json"),
    "texts cut": truncate("*.store"),
    "terms cut": truncate("*.term"),
    "every file cut": truncate("*"),
    "other format": other_format,
    "other model": other_model,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_index_gives_the_simpler_list_until_a_good_one_is_there(
    search_index: SearchIndex, client: Client, run_outbox: Callable[[], int], damage: str
) -> None:
    make_case(title="Jongerenwerk in de avond")
    run_outbox()
    assert "Zoeken werkt nu beperkt" not in client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()

    DAMAGE[damage](search_index)

    for address in ("/zoeken/?q=jongerenwerk", "/zoeken/?q=jongerenwerk&soort=case", "/", "/kennis/"):
        assert client.get(address).status_code == 200
    page = client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()
    assert "Zoeken werkt nu beperkt" in page
    assert "Jongerenwerk in de avond" in page
    assert client.post("/antwoord/", {"text": PROBLEM}, follow=True).status_code == 200
    health = client.get("/health/ready")
    assert (health.status_code, health.json()["checks"]["search"]) == (200, "failed")

    search_index.rebuild(all_documents())
    page = client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()
    assert "Zoeken werkt nu beperkt" not in page
    assert "Jongerenwerk in de avond" in page
    assert client.get("/health/ready").json()["checks"]["search"] == "ok"


def test_locked_index_answers_and_the_change_waits(
    search_index: SearchIndex, client: Client, run_outbox: Callable[[], int]
) -> None:
    make_case(title="Jongerenwerk in de avond")
    run_outbox()
    other = tantivy.Index.open(str(place(search_index))).writer(heap_size=20_000_000, num_threads=1)

    make_case(title="Jongerenwerk in de ochtend")
    run_outbox()
    page = client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()
    assert "Jongerenwerk in de avond" in page
    assert "Zoeken werkt nu beperkt" not in page

    other.rollback()
    del other
    from krachtwijken.core.outbox.models import OutboxRow, RowState

    assert OutboxRow.objects.filter(state=RowState.WAITING, attempts=1).count() == 1
    OutboxRow.objects.update(run_after="2020-01-01T00:00:00Z")
    run_outbox()
    assert "Jongerenwerk in de ochtend" in client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()


def test_simpler_list_is_bounded_ordered_and_for_this_viewer(
    search_index: SearchIndex, django_assert_max_num_queries: Any, client: Client
) -> None:
    for number in range(12):
        make_case(title=f"Aanpak {number}", summary="Jongerenwerk komt ook voor.")
    make_case(title="Jongerenwerk op straat", summary="Kort.")
    hidden = make_case(title="Jongerenwerk geheim")
    hidden.specific.unpublish()
    (search_index.store.folder / "format").unlink()

    with django_assert_max_num_queries(12):
        page = client.get("/zoeken/", {"q": "jongerenwerk straat"}).content.decode()

    assert "13 resultaten" in page
    found = api.find("jongerenwerk straat", viewer=AnonymousUser(), limit=20)
    assert found.degraded
    assert found.hits[0].title == "Jongerenwerk op straat"
    assert "Jongerenwerk geheim" not in page


def test_model_that_is_missing_leaves_words_and_is_said_once(
    db: None, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KRACHTWIJKEN_VAR, settings.MODEL_DIR, settings.SEARCH_ENGINE = (
        tmp_path,
        tmp_path / "no",
        "embedded",
    )
    reset_backend()
    try:
        with caplog.at_level(logging.WARNING):
            engine = backend().index
            engine.rebuild(all_documents())
            for _ in range(3):
                backend().search("wijk", audience=PUBLIC)
                assert backend().models().embedder is None
        assert engine.embedder is None
        assert caplog.text.count("search_without_model") <= 1
    finally:
        reset_backend()


def test_model_with_damaged_files_leaves_words_and_is_said_once(
    tmp_path: Path, settings: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    from search.engine.embeddings import OnnxEmbedder

    (tmp_path / "manifest.json").write_text(
        '{"model": "m", "dimension": 4, "query_prefix": "", "passage_prefix": "", "format": 2}',
        encoding="utf-8",
    )
    (tmp_path / "model.onnx").write_bytes(b"half a file")
    engine = SearchIndex(
        TantivyStore(tmp_path / "index", "m#2"),
        OnnxEmbedder(tmp_path, threads=1),
        FileVectorStore(),
        patience=5,
    )
    from search.types import Document

    engine.rebuild([Document("case", 1, "Zwembad", [("", "Een zwembad.")], ["public"])])
    for _ in range(3):
        found = engine.search("zwembad", audience=PUBLIC, filters=SearchFilters()).documents
        assert [item.key for item in found] == ["case:1"]
    assert capfd.readouterr().out.count("search_model_damaged") <= 1


def test_damaged_model_on_the_site(
    search_index: SearchIndex, client: Client, run_outbox: Callable[[], int]
) -> None:
    make_case(title="Jongerenwerk in de avond")
    run_outbox()
    search_index.embedder = BrokenEmbedder()

    page = client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()

    assert "Jongerenwerk in de avond" in page
    assert "Zoeken werkt nu beperkt" not in page


class Deaf:
    """A port that takes connections and never answers: a node that hangs."""

    def __enter__(self) -> str:
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.socket.close()


@pytest.fixture
def deaf() -> Iterator[str]:
    with Deaf() as url:
        yield url


def refusals(store: ElasticsearchStore, threads: int) -> float:
    """The longest that any of so many visitors at once waited before hearing that the cluster is away."""
    waited = []

    def visit() -> None:
        begun = time.monotonic()
        with pytest.raises(SearchUnavailableError):
            SearchIndex(store, WordEmbedder(), FileVectorStore()).search(
                "x", audience=PUBLIC, filters=SearchFilters()
            )
        waited.append(time.monotonic() - begun)

    visitors = [threading.Thread(target=visit) for _ in range(threads)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(waited) == threads
    return max(waited)


def test_node_that_hangs_is_not_asked_by_every_visitor(deaf: str) -> None:
    """Not how long it takes, but how many ask: after the first failure the others are told at once."""
    store = ElasticsearchStore(open_client(deaf), "test-deaf", "words")
    refusals(store, 1)
    asked: list[Any] = []
    store.client = Counted(store.client, asked)

    for _ in range(5):
        refusals(store, 4)
    assert asked == [], "nobody asks within the rest"

    store.failed_at = time.monotonic() - REST_SECONDS
    refusals(store, 4)
    assert len(asked) == 1, "one looks whether it is back"
    assert asked[0]["request_timeout"] < 1


class Counted:
    def __init__(self, client: Any, asked: list[Any]) -> None:
        self.client = client
        self.asked = asked

    def options(self, **options: Any) -> Any:
        self.asked.append(options)
        return self.client.options(**options)


@pytest.mark.elasticsearch
def test_cluster_that_comes_back_is_used_again_without_a_restart(
    search_index: SearchIndex, client: Client, run_outbox: Callable[[], int], elasticsearch: str, deaf: str
) -> None:
    real = open_client(elasticsearch)
    store = ElasticsearchStore(real, "test-back-again", "words")
    search_index.store = store
    make_case(title="Jongerenwerk in de avond")
    search_index.rebuild(all_documents())
    try:
        store.client = open_client(f"http://127.0.0.1:9,{deaf}")
        for _ in range(2):
            page = client.get("/zoeken/", {"q": "jongerenwerk"})
            assert page.status_code == 200
            assert "Zoeken werkt nu beperkt" in page.content.decode()
        assert client.get("/health/ready").json()["checks"]["search"] == "failed"
        store.client = real
        store.failed_at = time.monotonic() - REST_SECONDS
        assert "Zoeken werkt nu beperkt" not in client.get("/zoeken/", {"q": "jongerenwerk"}).content.decode()
        assert client.get("/health/ready").json()["checks"]["search"] == "ok"
    finally:
        store.client = real
        store.drop()
