"""Cases side by side, for a reader who does not see the table."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.pages.of_knowledge import compare

# A screen of 1280 at 400%, where the table is laid out as blocks, and the table itself.
WIDTHS = (320, 1280)


def roles(page: Page) -> set[str]:
    """As the browser tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    return {str(node["role"]["value"]) for node in nodes if not node.get("ignored") and "role" in node}


@pytest.mark.parametrize("width", WIDTHS)
def test_table_stays_a_table_for_a_screen_reader(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    compare(page)
    assert {"table", "row", "columnheader", "rowheader", "cell"} <= roles(page)
