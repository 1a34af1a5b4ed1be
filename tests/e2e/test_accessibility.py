"""axe finds nothing, the page fits, and the content security policy holds: every template at three widths."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Watch
from tests.e2e.looking import look_at_widths
from tests.e2e.pages import PAGES
from tests.e2e.pages.case import PageCase


@pytest.fixture(scope="module")
def cookies_of() -> dict[str, Any]:
    """By role, of a session that only looks: logging in for every page would meet the limit of logins a minute."""
    return {}


@pytest.fixture
def come_back(page: Page, log_in: Callable[[str], None], cookies_of: dict[str, Any]) -> Callable[[str], None]:
    def go(role: str) -> None:
        page.context.add_cookies(cookies_of.get(role, []))
        if role not in cookies_of or "/login/" in page.request.get("/mijn/").url:
            log_in(role)
            cookies_of[role] = page.context.cookies()

    return go


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page_is_accessible_and_keeps_the_policy(
    page: Page, come_back: Callable[[str], None], watch: Watch, case: PageCase
) -> None:
    if case.role:
        come_back(case.role)
    path = case.find(page) if case.find else case.path
    look_at_widths(page, path, status=case.status)
    if case.status >= 400:
        # The browser reports the status itself as an error in the console.
        watch.complaints = [line for line in watch.complaints if "Failed to load resource" not in line]
