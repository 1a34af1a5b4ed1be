"""What a line of the log holds."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from requirements.install import progress

ROOT = Path(__file__).resolve().parents[2]


def formatted(**fields: Any) -> dict[str, Any]:
    options = dict(settings.LOGGING["formatters"]["json"])
    formatter = options.pop("()")(**options)
    record = logging.LogRecord(
        "search", logging.ERROR, __file__, 1, "it failed", None, fields.get("exc_info")
    )
    return dict(json.loads(formatter.format(record)))


def test_error_has_its_traceback_in_one_line() -> None:
    try:
        raise ValueError("the index is gone")
    except ValueError:
        line = formatted(exc_info=sys.exc_info())
    assert line["event"] == "it failed"
    assert "ValueError: the index is gone" in line["exception"]


def test_line_without_an_error_has_no_traceback() -> None:
    assert set(formatted()) == {"event", "level", "timestamp"}


SPEAK = """
import logging
import django
django.setup()
import structlog
from django.test import Client
for name in ("wagtail", "django.tasks", "modelsearch", "krachtwijken"):
    logging.getLogger(name).info("progress of a library: %s", name)
structlog.get_logger("search.indexing.rebuild").info("search_rebuilt", documents=3)
structlog.get_logger("search.indexing.rebuild").warning("search_failed", documents=3)
Client()
from django.core.handlers.wsgi import WSGIHandler
WSGIHandler()
"""


def said(settings_module: str, var: Path) -> str:
    """What a command of this kind of site prints beside its own words."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(["site", "."]),
        "DJANGO_SETTINGS_MODULE": settings_module,
        "KRACHTWIJKEN_VAR": str(var),
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "krachtwijken.example",
    }
    done = subprocess.run(
        [sys.executable, "-c", SPEAK], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def test_development_shows_warnings_in_plain_words_and_nothing_of_libraries(tmp_path: Path) -> None:
    lines = said("krachtwijken.settings.dev", tmp_path).splitlines()
    assert len(lines) == 1, lines
    assert "search_failed" in lines[0]
    assert not lines[0].startswith("{")


def test_production_writes_every_line_as_json(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    lines = [json.loads(line) for line in said("krachtwijken.settings.production", tmp_path).splitlines()]
    assert "search_rebuilt" in {line["event"] for line in lines}


# What pip says, and what is shown of it.


def test_installing_shows_a_line_now_and_then() -> None:
    chatter = [
        f"Collecting package-{number}==1.0 (from -r run.txt)\n  Using cached x\n" for number in range(60)
    ]
    lines = list(progress("".join(chatter).splitlines()))
    assert lines == ["      20 pakketten ...", "      40 pakketten ...", "      60 pakketten ..."]


def test_installing_tells_when_everything_is_there_already() -> None:
    assert list(progress(["Requirement already satisfied: Django==5.2"] * 150)) == []
