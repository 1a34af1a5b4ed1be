"""The folder tree shows the architecture; this keeps it that way."""

import shutil
import site
import subprocess
import sysconfig
from pathlib import Path

import pytest

import krachtwijken

ROOT = Path(__file__).resolve().parents[1]
APPS = ("knowledge", "expertpool", "search", "matching", "site/krachtwijken")
LONGEST_MODULE = 400


def modules() -> list[Path]:
    return [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def test_import_site_gives_the_standard_library() -> None:
    standard_library = Path(sysconfig.get_paths()["stdlib"])
    assert Path(str(site.__file__)).is_relative_to(standard_library)


def test_site_folder_is_a_folder_on_the_path_and_no_package() -> None:
    assert Path(str(krachtwijken.__file__)).is_relative_to(ROOT / "site")
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_git_does_not_ignore_the_project() -> None:
    answer = subprocess.run(["git", "check-ignore", "-q", "site/krachtwijken/urls.py"], cwd=ROOT, check=False)
    assert answer.returncode == 1


def test_no_module_is_longer_than_a_chapter() -> None:
    too_long = {
        str(path.relative_to(ROOT)): length
        for path in modules()
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert not too_long


def test_median_module_is_short() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in modules())
    filled = [length for length in lengths if length]
    assert filled[len(filled) // 2] < 80


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name not in {"__init__.py", "apps.py"}
        and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', "from django.apps"))
    ]
    assert not silent


@pytest.mark.parametrize("name", ["run.txt", "model.txt", "test.txt", "torch.txt", "wapiti.txt"])
def test_locked_requirements_have_hashes_and_no_index_address(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    assert "--hash=sha256:" in text
    assert "index-url" not in text
    assert "://" not in text
