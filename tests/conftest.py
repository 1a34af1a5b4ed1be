"""Fixtures that every part of the suite uses."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role
from tests.database import Built, Migrated

TESTS = Path(__file__).parent

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


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
        client.user = user
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


# SQLite lets one writer in at a time; on PostgreSQL a race needs luck, so it is run more often: where a day is named
# (THIRD_OF_TODAY), so often on one of three days.
MANY, SOME, FEW = 20, 6, 2
ROUNDS = [pytest.param(MANY, marks=pytest.mark.postgres)] if connection.vendor == "postgresql" else [FEW]


@pytest.fixture(params=ROUNDS)
def rounds(request: pytest.FixtureRequest) -> range:
    """How often a test lets people act at once."""
    is_many = request.param != MANY or is_asked_today(request.path.relative_to(TESTS), THIRD)
    return range(request.param if is_many else SOME)


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
        "failing/test_failure_of_the_loket.py",
        "failing/test_what_is_written.py",
        "upgrade/test_upgrade.py",
        "knowledge/spread/test_spread.py",
        "knowledge/test_preview.py",
        "test_admin_matrix.py",
        "accounts/test_admin_sight.py",
        "expertpool/test_pool_filters.py",
        "e2e/test_links.py",
        "e2e/test_merging_profiles.py",
    )
}


# Besides these and races, files of few tests that each take long: they go first, so that at the end no core waits for one.
LONG_FILES = {
    TESTS / name
    for name in (
        "core/test_backup.py",
        "core/test_odd_input.py",
        "core/test_outbox_killed.py",
        "core/test_ratelimit_processes.py",
        "e2e/test_html.py",
        "e2e/test_import.py",
        "knowledge/importing/test_many.py",
        "knowledge/test_centres.py",
        "knowledge/test_pages.py",
        "matching/test_example_order.py",
        "matching/test_kinds.py",
        "search/model/test_delivery.py",
        "search/test_cluster.py",
        "search/test_visible_counts.py",
        "test_url_matrix.py",
    )
}


# Where a day is named (THIRD_OF_TODAY), on one of three: servers, processes and whole sites made anew, minutes each.
ROTATED = {
    TESTS / name
    for name in (
        "core/test_outbox_killed.py",
        "knowledge/importing/test_many.py",
        "knowledge/test_preview.py",
        "search/test_cluster.py",
        "upgrade/test_upgrade.py",
    )
}


# What is about files, processes or a database of its own says the same whatever the suite runs on.
ON_SQLITE = {TESTS / name for name in ("deploy", "search/stores", "search/model", "search/dutch", "upgrade")}

# Besides what commits: where a transaction may break is for each database to show (S24).
OF_BOTH = {
    TESTS / "failing" / name for name in ("test_failure_at_each_statement.py", "test_failure_of_the_loket.py")
}

# CI has a bounded time, and SQLite takes two thirds of that of PostgreSQL: of what one database is asked, PostgreSQL gets a third
# of the files, another third each day (0, 1 or 2). Without this, as on a developer's machine, all of them.
THIRD = os.environ.get("THIRD_OF_TODAY", "")


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
    left_out = [item for item in items if not _is_for(config, item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    _put_longest_first(items)


def _is_for(config: pytest.Config, item: pytest.Item) -> bool:
    """Of this run: of this database, and of today."""
    if item.path in ROTATED and not is_asked_today(item.path.relative_to(TESTS), THIRD):
        return False
    if connection.vendor == "postgresql":
        return _is_for_postgresql(item)
    return not config.getoption("--beside-postgresql") or _is_for_sqlite(item)


def _put_longest_first(items: list[pytest.Item]) -> None:
    """Whole files, in which nothing changes place: `--dist loadfile` gives them out in this order."""
    sizes = Counter(item.path for item in items)

    def order(item: pytest.Item) -> tuple[bool, int, str]:
        is_long = item.path in SLOW_FILES | LONG_FILES or item.path.stem.endswith("_races")
        return not is_long, -sizes[item.path], str(item.path)

    items.sort(key=order)


def _is_for_postgresql(item: pytest.Item) -> bool:
    if not _may_open_database(item) or not ON_SQLITE.isdisjoint(item.path.parents):
        return False
    of_server = item.get_closest_marker("postgres") is not None
    return of_server or _is_of_both(item) or is_asked_today(item.path.relative_to(TESTS), THIRD)


def _is_for_sqlite(item: pytest.Item) -> bool:
    return _is_of_both(item) or not _is_for_postgresql(item)


def _is_of_both(item: pytest.Item) -> bool:
    return item.path in OF_BOTH or "transactional_db" in getattr(item, "fixturenames", ())


def is_asked_today(file: Path, third: str) -> bool:
    """Whether PostgreSQL is asked what this file asks of one database only: all of it, or on one of three days."""
    return not third or crc32(file.as_posix().encode()) % 3 == int(third)


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
