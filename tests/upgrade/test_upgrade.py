"""What an earlier version filled is brought up to date with nothing lost, while that version still serves (S31)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.upgrade.database import load_old_database, old_migrations

ROOT = Path(__file__).resolve().parents[2]
# Where migrating adds rows: what is known of the code itself, and the roles.
GROWS = {"django_migrations", "django_content_type", "auth_permission", "auth_group"}
APPS = {"accounts", "core", "expertpool", "knowledge", "matching", "search"}


Upgraded = tuple[dict[str, int], dict[str, int], dict[str, Any]]
ON = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@dataclass(frozen=True)
class Place:
    """A database and a folder of its own."""

    folder: Path
    address: str

    def run(self, *command: str) -> str:
        """In a process of its own, by words alone."""
        elsewhere = ("ELASTICSEARCH", "REDIS", "SEARCH_ENGINE")
        ours = {name: value for name, value in os.environ.items() if not name.startswith(elsewhere)}
        environment = {
            **ours, "DATABASE_URL": self.address, "KRACHTWIJKEN_VAR": str(self.folder), "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "krachtwijken.settings.test",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def count(self) -> dict[str, int]:
        return json.loads(self.run("tests/upgrade/count.py").splitlines()[-1])


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("upgrade") / "old.sqlite3"
    load_old_database(file)
    return file


@pytest.fixture(scope="module", params=ON)
def upgraded(request: pytest.FixtureRequest, old_file: Path) -> Iterator[Upgraded]:
    """Rows per table before and after, and what was seen of the site."""
    if request.param == "sqlite":
        yield look_at(Place(old_file.parent, f"sqlite:///{old_file}"))
        return
    with empty_postgresql() as address:
        place = Place(old_file.parent, address)
        place.run("tests/upgrade/fill_postgresql.py", str(old_file))
        yield look_at(place)


def look_at(place: Place) -> Upgraded:
    before = place.count()
    place.run("manage.py", "migrate", "--verbosity", "0")
    after = place.count()
    # In one process: the settings of the tests keep what is written, the index too, for as long as a process lives.
    program = (
        "import django, runpy; django.setup(); from django.core.management import call_command as call; "
    )
    program += "call('createcachetable'); call('rebuild_index', verbosity=0); runpy.run_path('tests/upgrade/look.py')"
    return before, after, json.loads(place.run("-c", program).strip().splitlines()[-1])


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """Address of a database of this test, on the server of the suite."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("TEST_DATABASE_URL is not set")
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL")
    name = f"upgrade_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_no_row_is_lost_or_doubled(upgraded: Upgraded) -> None:
    before, after, _ = upgraded
    assert before["knowledge_casepage"] > 60
    changed = {name: (count, after.get(name)) for name, count in before.items() if after.get(name) != count}
    assert set(changed) <= GROWS, changed
    assert all(now > then for then, now in changed.values())


def test_what_people_wrote_is_as_it_was_and_what_is_new_is_filled_in(
    upgraded: Upgraded,
) -> None:
    before, _, seen = upgraded
    assert seen["notes"] == [f"Notitie {number} – één ’t Hof" for number in (1, 2, 3)]
    assert seen["draft"]
    assert seen["drafts without a token"] == 0
    assert seen["names without a place"] == 0
    assert seen["since"]
    assert seen["trail"] >= before["core_auditevent"]


def test_site_opens_and_finds(upgraded: Upgraded) -> None:
    assert upgraded[2]["pages"] == dict.fromkeys(upgraded[2]["pages"], True)


@pytest.fixture(scope="module")
def states(old_file: Path) -> tuple[ProjectState, ProjectState]:
    """The tables as that version knows them, and as they are now."""
    loader = MigrationLoader(None)
    then = old_migrations(old_file) & set(loader.graph.nodes)
    return loader.project_state(sorted(then)), loader.project_state()


def test_every_table_and_column_of_the_version_that_serves_stays(
    states: tuple[ProjectState, ProjectState],
) -> None:
    old, new = states
    for key, model in ours(old).items():
        assert key in new.models, f"{key} is gone or has another name"
        for name, field in model.fields.items():
            now = new.models[key].fields.get(name)
            assert now is not None, f"{key}.{name} is gone or has another name"
            assert now.null or not field.null, (
                f"{key}.{name} must have a value now: that version leaves it empty"
            )
            assert type(now) is type(field), f"{key}.{name} is of another type"


def test_version_that_serves_can_still_add_a_row(states: tuple[ProjectState, ProjectState]) -> None:
    """It does not name a column that it does not know: the database must have a value for it."""
    old, new = states
    demanded = [
        f"{app}.{model}.{name}"
        for (app, model), was in ours(old).items()
        for name, field in new.models[app, model].fields.items()
        if name not in was.fields and not can_be_left_out(field)
    ]
    assert demanded == []


def ours(state: ProjectState) -> dict[tuple[str, str], ModelState]:
    return {key: model for key, model in state.models.items() if key[0] in APPS}


def can_be_left_out(field: models.Field[Any, Any]) -> bool:
    return field.null or field.has_db_default() or field.many_to_many
