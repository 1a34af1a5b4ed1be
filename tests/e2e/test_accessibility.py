"""axe finds nothing, the page fits, and the content security policy holds: every template at three widths."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import AXE, Watch
from tests.e2e.pages import PAGES, PageCase

WIDTHS = (360, 768, 1280)
# Both schemes are looked at: the wide screen in dark.
SCHEME = {360: "light", 768: "light", 1280: "dark"}


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        {"rule": item["id"], "nodes": [node["html"][:160] for node in item["nodes"]][:4]} for item in found
    ]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page_is_accessible_and_keeps_the_policy(
    page: Page, log_in: Callable[[str], None], watch: Watch, case: PageCase
) -> None:
    if case.role:
        log_in(case.role)
    path = case.find(page) if case.find else case.path
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=SCHEME[width])
        response = page.goto(path)
        assert response is not None
        assert response.status == case.status
        found = violations(page)
        assert not found, json.dumps(found, indent=1, ensure_ascii=False)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{path} is {overflow}px too wide at {width}px"
    if case.status >= 400:
        # The browser reports the status itself as an error in the console.
        watch.complaints = [line for line in watch.complaints if "Failed to load resource" not in line]
