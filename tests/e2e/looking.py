"""What is asked of every page: axe and its width on three screens, and the HTML checker of the W3C."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.conftest import THIRD, is_asked_today

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
CHECKER = Path(__file__).parent / "html_checker" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SECONDS = 180
# A screen of 1280 at 400% shows 320: nothing may need scrolling sideways there (WCAG 1.4.10).
WIDTHS = (320, 768, 1280)
# Both schemes are looked at: the wide screen in dark.
SCHEME = {320: "light", 768: "light", 1280: "dark"}


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        {"rule": item["id"], "nodes": [node["html"][:160] for node in item["nodes"]][:4]} for item in found
    ]


def widths_of(path: str) -> tuple[int, ...]:
    """All three; in CI the middle one on one of three days, another day each path."""
    return WIDTHS if is_asked_today(Path(path), THIRD) else (WIDTHS[0], WIDTHS[-1])


def look_at_widths(page: Page, path: str, *, status: int = 200) -> None:
    """Opens it anew on each width."""
    for width in widths_of(path):
        resize(page, width)
        response = page.goto(path)
        assert response is not None
        assert response.status == status
        look(page, width)


def look_as_it_is(page: Page) -> None:
    """Of a page that answers to a form, and has no address to open anew."""
    for width in widths_of(urlsplit(page.url).path):
        resize(page, width)
        look(page, width)


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    # Without motion: colours that are on their way to those of the other scheme have any contrast.
    page.emulate_media(color_scheme=SCHEME[width], reduced_motion="reduce")


def look(page: Page, width: int) -> None:
    found = violations(page)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow}px too wide at {width}px"


def find_html_faults(folder: Path) -> list[str]:
    """Of all pages in it, in one start of Java. The answer is on standard error."""
    command = ["java", "-Xss2m", "-Xmx384m", "-jar", str(CHECKER), "--errors-only", "--format", "json"]
    done = subprocess.run(
        [*command, *map(str, sorted(folder.glob("*.html")))],
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return [
        f"{Path(item['url']).stem}, line {item.get('lastLine')}: {item['message']} {item.get('extract', '')}"
        for item in json.loads(done.stderr)["messages"]
    ]


@pytest.fixture
def checker() -> Callable[[Path], list[str]]:
    if not CHECKER.exists() or not shutil.which("java"):
        reason = "no HTML checker: npm ci --ignore-scripts --prefix tests/e2e/html_checker, and Java"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return find_html_faults
