"""Limits hold across processes (bar S9). By itself: a mark on the module would hide that the test commits."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from krachtwijken.settings.database import cache_settings
from tests.factories.accounts import PASSWORD, UserFactory, log_in

ROOT = Path(__file__).resolve().parents[2]
PROCESS = """
import django; django.setup()
from django.test import Client
client = Client(REMOTE_ADDR="10.9.8.{number}")
for _ in range(3):
    client.post("/accounts/login/", {{"login": "{email}", "password": "fout-wachtwoord-99"}})
"""


@pytest.mark.slow
def test_wrong_passwords_are_counted_across_processes(committed: None, settings: Any, tmp_path: Path) -> None:
    settings.CACHES = cache_settings()
    call_command("createcachetable", verbosity=0)
    user = UserFactory()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.two_processes_settings",
        "WORKER_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": os.pathsep.join(["site", "."]),
    }
    connection.close()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS.format(number=number, email=user.email)], cwd=ROOT, env=environment
        )
        for number in (1, 2)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert "te vaak" in log_in(Client(), user, password=PASSWORD).content.decode()
    cache.clear()
