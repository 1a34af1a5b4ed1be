"""Production refuses to start half-configured (bar S40)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "krachtwijken.example"}


def started(var: Path, **changed: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(["site", "."]), "KRACHTWIJKEN_VAR": str(var),
        **WHOLE, **changed,
    }  # fmt: skip
    code = "import krachtwijken.settings.production as settings; print(settings.DEBUG)"
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_whole_configuration_starts_without_debug(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"DEBUG": "1"}, "DEBUG is set"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "x" * 49}, "too short"),
        ({"SECRET_KEY": "development-only-" + "x" * 50}, "development key"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 50}, "development key"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_half_a_configuration_is_refused_with_what_is_wrong(
    tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    done = started(tmp_path, **changed)
    assert done.returncode != 0
    assert told in done.stderr.strip().splitlines()[-1]
