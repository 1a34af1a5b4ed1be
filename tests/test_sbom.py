"""The list of what the site is made of, and the licences that it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from requirements.sbom import is_refused, sbom
from tests.test_dependencies import asked

ROOT = Path(__file__).resolve().parents[1]


def test_every_package_of_the_site_is_listed_with_version_hash_and_licence() -> None:
    listed = {item["name"].lower(): item for item in sbom()["components"]}
    assert asked("run") <= set(listed)
    libraries = [item for item in listed.values() if item["type"] == "library"]
    assert all(item["version"] and item["hashes"] for item in libraries)
    assert "unknown" not in {item["licenses"][0]["license"]["name"] for item in libraries}


def test_parts_that_are_no_package_are_listed_too() -> None:
    names = {item["name"] for item in sbom()["components"] if item["type"] != "library"}
    assert {"intfloat/multilingual-e5-small", "Source Sans 3"} <= names


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("BSD License AND Apache Software License", False),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-2.0-or-later OR MPL-1.1", False),
        ("GPL-3.0-only", True),
        ("MIT AND AGPL-3.0-only", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("BSD License AND Other/Proprietary License", True),
        ("unknown", True),
        ("", True),
    ],
)
def test_licence_is_refused_when_it_binds_the_site_or_is_not_known(licence: str, refused: bool) -> None:
    assert is_refused(licence) is refused


def test_command_writes_the_list_and_the_same_lock_gives_the_same_list(tmp_path: Path) -> None:
    texts = []
    for name in ("one.json", "two.json"):
        command = [sys.executable, "requirements/sbom.py", str(tmp_path / name)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        texts.append((tmp_path / name).read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["bomFormat"] == "CycloneDX"
