"""axe finds nothing, the page fits, and the content security policy holds: every template at three widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Watch
from tests.e2e.looking import look_at_widths
from tests.e2e.pages import PAGES, PageCase


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page_is_accessible_and_keeps_the_policy(
    page: Page, log_in: Callable[[str], None], watch: Watch, case: PageCase
) -> None:
    if case.role:
        log_in(case.role)
    path = case.find(page) if case.find else case.path
    look_at_widths(page, path, status=case.status)
    if case.status >= 400:
        # The browser reports the status itself as an error in the console.
        watch.complaints = [line for line in watch.complaints if "Failed to load resource" not in line]
