"""Fixtures that every part of the suite uses."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role
from tests.database import Built, Migrated

TESTS = Path(__file__).parent


@pytest.fixture
def reference(db: None) -> None:
    call_command("load_reference", verbosity=0)


def _make_site() -> None:
    from knowledge.editorial.site_tree import set_up_site

    call_command("load_reference", verbosity=0)
    restore_roots()
    set_up_site()


migrated = Migrated()
site = Built(migrated, _make_site)


@pytest.fixture
def site_tree(db: None) -> Any:
    """The reference data, and the home page with the index pages below it."""
    from knowledge.models import HomePage

    site.make()
    return HomePage.objects.get()


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What migrations put in the database is kept, to put back after a test that commits."""
    with django_db_blocker.unblock():
        migrated.keep()


@pytest.fixture(autouse=True, scope="session")
def emptied_by_rows() -> Iterator[None]:
    """After a test that commits: only what changed goes, where Django empties every table and tells every app of it."""
    with patch("django.test.TransactionTestCase._fixture_teardown", lambda case: migrated.put_back()):
        yield


@pytest.fixture
def committed(transactional_db: None) -> None:
    """For tests that commit."""


# SQLite lets one writer in at a time; on PostgreSQL a race needs luck, so it is run more often.
ROUNDS = [pytest.param(20, marks=pytest.mark.postgres)] if connection.vendor == "postgresql" else [2]


@pytest.fixture(params=ROUNDS)
def rounds(request: pytest.FixtureRequest) -> range:
    """How often a test lets people act at once."""
    return range(request.param)


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from knowledge.figures import counting as views
    from krachtwijken.core import ratelimit
    from search.features.query_demand import counting as questions

    cache.clear()
    questions.forget()
    # Else what earlier tests visited is written in the midst of this one, when a minute has passed.
    views.forget_waiting()
    ratelimit.forget()
    if not _may_open_database(request.node):
        # A page asks for its type when it is made. Else what needs a database passes when an earlier test asked.
        ContentType.objects.clear_cache()


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


# What is about files, processes or a database of its own says the same whatever the suite runs on.
ON_SQLITE = {TESTS / name for name in ("deploy", "search/stores", "search/model", "search/dutch", "upgrade")}

# Besides what commits: where a transaction may break is for each database to show (S24).
OF_BOTH = {TESTS / "failing/test_failure_at_each_statement.py"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--beside-postgresql",
        action="store_true",
        help="on SQLite, leave out what the run on PostgreSQL asks, but for what people do at once and for failures",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The two runs share the suite; what people do at once, and a failure halfway, is asked of both databases."""
    for item in items:
        if item.path in SLOW_FILES:
            item.add_marker(pytest.mark.slow)
    if connection.vendor == "postgresql":
        stays = _is_for_postgresql
    elif config.getoption("--beside-postgresql"):
        stays = _is_for_sqlite
    else:
        return
    if left_out := [item for item in items if not stays(item)]:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if stays(item)]


def _is_for_postgresql(item: pytest.Item) -> bool:
    return _may_open_database(item) and ON_SQLITE.isdisjoint(item.path.parents)


def _is_for_sqlite(item: pytest.Item) -> bool:
    is_of_both = item.path in OF_BOTH or "transactional_db" in getattr(item, "fixturenames", ())
    return is_of_both or not _is_for_postgresql(item)


def _may_open_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "browser"))
    return marked or not OPENS_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded by now stays: the collector of garbage need not walk over it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        from tests.servers import stop_what_was_started

        stop_what_was_started()
