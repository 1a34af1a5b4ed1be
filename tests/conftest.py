"""Fixtures that every part of the suite uses."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role


@pytest.fixture
def reference(db: None) -> None:
    call_command("load_reference", verbosity=0)


@pytest.fixture
def site_tree(reference: None) -> Any:
    """The home page with the index pages below it."""
    from knowledge.editorial.site_tree import set_up_site

    restore_roots()
    return set_up_site()


def restore_roots() -> None:
    """What Wagtail's migrations made, and a test outside a transaction threw away with everything else."""
    from wagtail.models import Collection, Locale, Page

    Locale.objects.get_or_create(language_code="nl")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")


@pytest.fixture
def as_role(db: None) -> Callable[..., Client]:
    """`as_role("loket")` gives a client that is logged in as somebody with that role; `client.user` is who."""

    def log_in(role: str, **fields: Any) -> Client:
        email = fields.pop("email", f"{role}-{User.objects.count()}@example.org")
        user = User.objects.create_user(email, "geheim-woord-123", name=role, **fields)
        grant_role(user=user, role=Role(role), actor=None)
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return log_in


@pytest.fixture
def run_outbox(db: None) -> Callable[[], int]:
    from krachtwijken.core.outbox import drain

    return lambda: drain(limit=1000)


@pytest.fixture
def refilled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Emptying the database after a test that commits also takes what migrations put there: that comes back."""
    yield
    from django.db import connection

    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture
def committed(refilled: None, django_db_serialized_rollback: None, transactional_db: None) -> Iterator[None]:
    """For tests that commit. Afterwards the audit rows go too, which the database otherwise refuses."""
    from django.db import connection

    stays = import_module("krachtwijken.core.migrations.0003_audit_rows_stay")
    undo, redo = {
        "sqlite": (stays.SQLITE_UNDO, stays.SQLITE),
        "postgresql": (stays.POSTGRESQL_UNDO, stays.POSTGRESQL),
    }[connection.vendor]
    yield
    with connection.cursor() as cursor:
        for statement in (*undo, f"DELETE FROM {stays.TABLE}", *redo):
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    from django.core.cache import cache

    from search.features.query_demand import counting

    cache.clear()
    counting.forget()


@pytest.fixture
def search_index(site_tree: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty index of this test with a fake model; `rebuild(all_documents())` or the outbox fill it."""
    from search.backend import override_backend
    from search.stores.search_index import SearchIndex
    from search.stores.tantivy import TantivyStore
    from search.stores.vectors.file import FileVectorStore
    from tests.fakes import FixedBackend, WordEmbedder

    embedder = WordEmbedder()
    index = SearchIndex(TantivyStore(tmp_path / "index", embedder.identity), embedder, FileVectorStore())
    index.rebuild([])
    # The stand-in knows no degrees of meaning, so its scores are low.
    monkeypatch.setattr("search.retrieval.find_for_problem.WORTH_SHOWING", 0.05)
    with override_backend(FixedBackend(index)):
        yield index


@pytest.fixture(scope="session")
def elasticsearch() -> str:
    """Address of a real server."""
    from tests.servers import elasticsearch_url

    return elasticsearch_url()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        from tests.servers import stop_what_was_started

        stop_what_was_started()
