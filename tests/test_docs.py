"""What the documentation names, exists."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
# `core/` and `accounts/` are short for the folders in here.
BASES = (ROOT, ROOT / "site" / "krachtwijken")
# Made by `make run`, not kept with the code.
MADE = ("var/", ".venv/")
# Spoken of where it is missing.
ANYWHERE = {"__init__.py"}
ENDINGS = "py md css js html svg png yaml yml toml txt csv gz json sqlite3".split()
FILE = re.compile(rf"^[\w.-]+\.(?:{'|'.join(ENDINGS)})$")
MODULE = re.compile(r"^(?:krachtwijken|knowledge|expertpool|search|matching)(?:\.\w+)+$")
LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)")


def quoted(text: str) -> Iterator[str]:
    """Every word between backticks that could be a path or a module; patterns such as `x/<name>` and `…` are none."""
    for piece in re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if not re.search(r"[<>…*?{}()=\"]", piece):
            yield from piece.split()


def lost_paths(text: str) -> list[str]:
    """A bare name lies beside the file that was named before it, or in the root."""
    lost = []
    folder = ROOT
    for word in quoted(text):
        is_path = "/" in word and not word.startswith(("/", *MADE)) and ":" not in word
        if word in ANYWHERE or not (is_path or FILE.match(word)):
            continue
        bases = (*BASES,) if is_path else (folder, ROOT)
        found = next((base / word for base in bases if (base / word).exists()), None)
        if found is None:
            lost.append(word)
        elif is_path:
            folder = found if found.is_dir() else found.parent
    return lost


def is_known(name: str) -> bool:
    """A module or what stands in one, or a name that the code writes down (a topic, a job)."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            value = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return not parts[length:] or hasattr(value, parts[length]) or f'"{name}"' in code()
    return False


def code() -> str:
    apps = ("search", "matching", "knowledge", "expertpool", "site/krachtwijken")
    return "\n".join(path.read_text(encoding="utf-8") for app in apps for path in (ROOT / app).rglob("*.py"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_modules_and_links_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not lost_paths(text)
    assert not [
        word for word in quoted(text) if MODULE.match(word) and not FILE.match(word) and not is_known(word)
    ]
    links = [link for link in LINK.findall(text) if "://" not in link]
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("text", ["`search/nowhere.py`", "`search/api.py`, `nowhere.py`", "`core/nowhere/`"])
def test_path_that_is_gone_is_seen(text: str) -> None:
    assert lost_paths(text)


@pytest.mark.parametrize(
    "text",
    [
        "`search/stores/base.py`, `tantivy.py`",
        "`core/audit.py`",
        "`/zoeken/?q=`",
        "`var/media`",
        "`tests/<app>/x.py`",
    ],
)
def test_what_exists_or_is_no_path_is_not_complained_about(text: str) -> None:
    assert not lost_paths(text)


def test_module_that_is_gone_is_seen() -> None:
    assert is_known("search.registry.leave_out")
    assert not is_known("search.scoring")
    assert not is_known("nowhere.at_all")
