"""Fixtures that every part of the suite uses."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role

TESTS = Path(__file__).parent


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Emptying the database after a test that commits also takes what migrations put there: that comes back, after all
    fixtures of the test are gone, whichever of them asked for the database first."""
    yield
    if "transactional_db" not in getattr(item, "fixturenames", ()):
        return
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from pytest_django.plugin import blocking_manager_key

    with item.config.stash[blocking_manager_key].unblock():
        # What is known of the types of content stays known: else saving the rows makes them anew, with other keys.
        if not ContentType.objects.exists():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture
def committed(django_db_serialized_rollback: None, transactional_db: None) -> Iterator[None]:
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


# SQLite lets one writer in at a time; on PostgreSQL a race needs luck, so it is run more often.
ROUNDS = [pytest.param(20, marks=pytest.mark.postgres)] if connection.vendor == "postgresql" else [2]


@pytest.fixture(params=ROUNDS)
def rounds(request: pytest.FixtureRequest) -> range:
    """How often a test lets people act at once."""
    return range(request.param)


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    from django.core.cache import cache

    from knowledge.figures import counting as views
    from krachtwijken.core import ratelimit
    from search.features.query_demand import counting as questions

    cache.clear()
    questions.forget()
    # Else what earlier tests visited is written in the midst of this one, when a minute has passed.
    views.forget_waiting()
    ratelimit.forget()


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


# What lets a test near the database; pytest-django refuses it to every other.
OPENS_DATABASE = {"db", "transactional_db", "django_db_setup"}


# Files that take the most time of all, measured together: more than a third of the suite. CI runs them.
SLOW_FILES = {
    TESTS / name
    for name in (
        "failing/test_failure_at_each_statement.py",
        "failing/test_what_is_written.py",
        "upgrade/test_upgrade.py",
        "knowledge/spread/test_spread.py",
        "knowledge/test_preview.py",
        "test_admin_matrix.py",
        "accounts/test_admin_sight.py",
        "expertpool/test_pool_filters.py",
    )
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database something: the rest ran on SQLite and would say the same."""
    for item in items:
        if item.path in SLOW_FILES:
            item.add_marker(pytest.mark.slow)
    if connection.vendor != "postgresql":
        return
    asks = [item for item in items if _may_open_database(item)]
    if len(asks) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not _may_open_database(item)])
        items[:] = asks


def _may_open_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "browser"))
    return marked or not OPENS_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        from tests.servers import stop_what_was_started

        stop_what_was_started()
