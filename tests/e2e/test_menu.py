"""The main menu: one button on a phone, everything in sight on a wide screen, all with the keyboard."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.looking import violations


@pytest.mark.parametrize("width", [360, 390, 768])
def test_menu_opens_with_the_keyboard_and_fits(page: Page, watch: Watch, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/kennis/")
    header = page.locator("header.kw-header")
    box = header.bounding_box()
    assert box is not None
    assert box["height"] < 80, "one line"
    link = header.get_by_role("link", name="Loket")
    expect(link).to_be_hidden()
    page.locator(".kw-menu__button").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    expect(header.get_by_role("link", name="Inloggen")).to_be_visible()
    found = violations(page)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    page.keyboard.press("Tab")
    expect(header.get_by_role("link", name="Uw lijst")).to_be_focused()
    link.press("Enter")
    page.wait_for_url("**/loket/")


def test_wide_screen_shows_the_menu_without_a_button(page: Page, watch: Watch) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/kennis/")
    header = page.locator("header.kw-header")
    expect(page.locator(".kw-menu__button")).to_be_hidden()
    page.keyboard.press("Tab")
    for name in ("Krachtwijken", "Uw lijst", "Inloggen", "Zoeken"):
        page.keyboard.press("Tab")
        expect(header.get_by_role("link", name=name, exact=True)).to_be_focused()
