"""Making the index anew: nothing that changed meanwhile is lost, one at a time, on both engines."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import timezone

from knowledge.models import CasePage
from krachtwijken.core.outbox.models import OutboxRow
from search import api
from search.backend import backend, reset_backend
from search.errors import ModelUnavailableError, RebuildRunningError, SearchUnavailableError
from search.handlers import reconcile as nightly_job
from search.indexing import reconcile
from search.indexing.index_check import IndexCheck
from search.indexing.lock import rebuild_lock
from search.indexing.rebuild import rebuild_index
from search.indexing.vocabulary.services import vocabulary_cache
from search.stores.base import FORMAT
from search.stores.search_index import SearchIndex
from search.types import Document
from tests.factories.pages import make_case

Drain = Callable[[], int]
HOLD = """
import fcntl, sys, time
with open(sys.argv[1], "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(600)
"""


def titles(query: str) -> list[str]:
    return [hit.title for hit in api.find(query, viewer=AnonymousUser(), limit=100).hits]


def test_publish_change_and_delete_during_a_rebuild_are_in_the_new_index(
    any_index: SearchIndex, run_outbox: Drain
) -> None:
    changed, deleted = make_case(title="Speelgroen"), make_case(title="Pannaveld")
    run_outbox()

    def meanwhile(documents: Iterator[Document]) -> Iterator[Document]:
        yield from documents
        page = changed.specific
        page.title = "Zwemvijver"
        page.save_revision().publish()
        CasePage.objects.get(pk=deleted.pk).specific.delete()
        make_case(title="Nachtbus")
        # The worker works it off with the index that answers now.
        run_outbox()
        assert titles("nachtbus") == ["Nachtbus"]

    rebuild_index(through=meanwhile)

    assert titles("zwemvijver") == ["Zwemvijver"]
    assert titles("nachtbus") == ["Nachtbus"]
    assert titles("speelgroen pannaveld") == []
    assert f"case:{deleted.pk}" not in any_index.document_keys()


def test_change_that_no_worker_did_yet_is_not_forgotten(any_index: SearchIndex, run_outbox: Drain) -> None:
    case = make_case(title="Speelgroen")

    def meanwhile(documents: Iterator[Document]) -> Iterator[Document]:
        yield from documents
        page = case.specific
        page.title = "Zwemvijver"
        page.save_revision().publish()

    rebuild_index(through=meanwhile)
    assert OutboxRow.objects.filter(key=f"case:{case.pk}", state="waiting").exists()
    run_outbox()

    assert titles("zwemvijver") == ["Zwemvijver"]


def test_what_a_worker_did_around_the_swap_is_asked_for_again(
    any_index: SearchIndex, run_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that wrote into the old index after the last look: its row is done, its work is gone."""
    case = make_case(title="Speelgroen")
    run_outbox()
    CasePage.objects.filter(pk=case.pk).update(title="Zwemvijver")
    rebuild = type(any_index).rebuild

    def rebuild_and_lose(self: SearchIndex, documents: Any, **options: Any) -> int:
        count = rebuild(self, documents, **options)
        self.delete(f"case:{case.pk}")
        OutboxRow.objects.filter(key=f"case:{case.pk}").update(done_at=timezone.now())
        return count

    monkeypatch.setattr(SearchIndex, "rebuild", rebuild_and_lose)
    rebuild_index()
    assert titles("zwemvijver") == []
    run_outbox()

    assert titles("zwemvijver") == ["Zwemvijver"]


def test_second_rebuild_at_once_is_refused_with_a_clear_message(search_index: SearchIndex) -> None:
    def meanwhile(documents: Iterator[Document]) -> Iterator[Document]:
        with pytest.raises(CommandError, match="wordt al opnieuw gemaakt"):
            call_command("rebuild_index")
        yield from documents

    rebuild_index(through=meanwhile)
    rebuild_index()


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="the lock is a file on SQLite"
)
def test_turn_of_a_killed_rebuild_is_free_again(db: None, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(settings.KRACHTWIJKEN_VAR / "rebuild.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(RebuildRunningError), rebuild_lock():
            pass
        process.kill()
    with rebuild_lock():
        pass


def report(*arguments: str) -> tuple[dict[str, Any], int]:
    out, code = StringIO(), 0
    try:
        call_command("reconcile_index", "--json", *arguments, stdout=out)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return json.loads(out.getvalue()), code


def test_drift_is_reported_and_mended(any_index: SearchIndex, run_outbox: Drain) -> None:
    stale, narrowed, ghost, missing = (make_case(title=f"Speelgroen {name}") for name in "abcd")
    run_outbox()
    assert report()[1] == 0, report()
    # Past every signal, as a script in the database would.
    CasePage.objects.filter(pk=stale.pk).update(title="Zwemvijver")
    CasePage.objects.filter(pk=ghost.pk).update(live=False)
    any_index.delete(f"case:{missing.pk}")
    any_index.upsert(Document("case", narrowed.pk, narrowed.title, [("", narrowed.summary)], ["login"]))

    found, code = report()
    assert code == 1
    assert found["keys"]["missing"] == [f"case:{missing.pk}"]
    assert sorted(found["keys"]["stale"]) == sorted([f"case:{stale.pk}", f"case:{narrowed.pk}"])
    assert found["keys"]["ghost"] == [f"case:{ghost.pk}"]
    with pytest.raises(SearchUnavailableError):
        reconcile.check_drift()

    found, code = report("--repair")
    assert (code, found["left"]) == (0, 0)
    assert titles("zwemvijver") == ["Zwemvijver"]
    assert report() == ({**report()[0], "missing": 0, "stale": 0, "ghost": 0}, 0)
    reconcile.check_drift()


def test_what_waits_for_the_worker_is_no_drift(any_index: SearchIndex) -> None:
    make_case(title="Speelgroen")

    found, code = report()

    assert code == 0
    assert (found["missing"], found["waiting"]) == (0, 1)


def test_night_mends_and_leaves_figures_for_health(
    any_index: SearchIndex, run_outbox: Drain, client: Any
) -> None:
    case = make_case(title="Speelgroen")
    run_outbox()
    any_index.delete(f"case:{case.pk}")

    nightly_job()

    assert titles("speelgroen") == ["Speelgroen"]
    vocabulary_cache.forget()
    assert vocabulary_cache.current().counts["Speelgroen".casefold()] == 1
    last = IndexCheck.objects.get()
    assert (last.found["missing"], last.left) == (1, 0)
    health = client.get("/health/ready").json()
    assert health["checks"]["search_drift"] == "ok"
    assert health["details"]["search_drift"]["missing"] == 1

    IndexCheck.objects.update(left=3)
    health = client.get("/health/ready")
    assert health.json()["checks"]["search_drift"] == "failed"
    assert health.status_code == 200, "the site goes on"


def test_night_without_an_index_makes_one(search_index: SearchIndex, client: Any) -> None:
    make_case(title="Speelgroen")
    OutboxRow.objects.all().delete()
    (search_index.store.folder / "format").unlink()
    assert client.get("/health/ready").json()["checks"]["search"] == "failed"

    nightly_job()

    assert "Speelgroen" in titles("speelgroen")
    assert client.get("/health/ready").json()["checks"]["search"] == "ok"


def test_vectors_of_what_is_gone_are_forgotten_at_night(search_index: SearchIndex, run_outbox: Drain) -> None:
    case = make_case(title="Speelgroen")
    run_outbox()
    digests = search_index.store.digests()[f"case:{case.pk}"]
    assert search_index.vector_store.fetch(digests)
    case.specific.delete()
    run_outbox()

    nightly_job()

    assert not search_index.vector_store.fetch(digests)
    assert search_index.vector_store.fetch(set().union(*search_index.store.digests().values()))


def test_unreadable_index_has_its_own_exit_code(search_index: SearchIndex) -> None:
    (search_index.store.folder / "format").unlink()
    with pytest.raises(CommandError) as caught:
        call_command("reconcile_index")
    assert caught.value.returncode == 2


def test_words_alone_never_replace_an_index_that_knows_meaning(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KRACHTWIJKEN_VAR, settings.MODEL_DIR, settings.SEARCH_ENGINE = (
        tmp_path,
        tmp_path / "none",
        "embedded",
    )
    reset_backend()
    (tmp_path / "index" / "a").mkdir(parents=True)
    (tmp_path / "index" / "format").write_text(f"{FORMAT} e5#2\na\n", encoding="utf-8")
    try:
        with pytest.raises(ModelUnavailableError):
            backend().index_to_rebuild()
        with pytest.raises(CommandError, match="prepare_model"):
            call_command("rebuild_index")
    finally:
        reset_backend()
