"""The stage: servers that must be there (a laptop skips with a reason, CI fails), and the parts of the site."""

import json
import os
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from search.model.delivery import folder_of_model
from tests.scaleout.roles import two_roles
from tests.scaleout.stage import Stage, database_of_its_own

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            for name in ("slow", "postgres", "elasticsearch", "model"):
                item.add_marker(name)


def missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, elasticsearch: str) -> Iterator[Stage]:
    address = os.environ.get("TEST_DATABASE_URL", "")
    if not address:
        missing("no PostgreSQL: set TEST_DATABASE_URL")
    if folder_of_model(settings.MODEL_DIR, settings.EMBEDDING_MODEL, settings.EMBEDDING_ADAPTER) is None:
        missing("no language model: manage.py prepare_model")
    with database_of_its_own(address) as database, two_roles(database) as roles:
        stage = Stage(tmp_path_factory.mktemp("scaleout"), roles, elasticsearch, settings.MODEL_DIR)
        if stage.redis_port is None and os.environ.get("CI"):
            pytest.fail("no redis-server")
        try:
            set_up(stage)
            yield stage
        finally:
            for name in list(stage.processes):
                stage.kill(name)
            forget_indexes(stage)
            stage.passage.close()
            stage.mail.shutdown()


def set_up(stage: Stage) -> None:
    if stage.redis_port:
        stage.start("redis")
    # Side by side: the second needs no database.
    with ThreadPoolExecutor() as side:
        files = side.submit(stage.run, "manage.py", "collectstatic", "--noinput", "-v", "0")
        stage.run("manage.py", "prepare", seconds=600, database=stage.roles.owner)
        files.result()
    for name in ("web", "worker 1", "worker 2"):
        stage.start(name)
    stage.wait_for_web()


def forget_indexes(stage: Stage) -> None:
    def ask(path: str, method: str) -> bytes:
        request = urllib.request.Request(f"{stage.elasticsearch}{path}", method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())

    for name in json.loads(ask(f"/{stage.index}-*", "GET")):
        ask(f"/{name}", "DELETE")
