"""The Nu HTML checker of the W3C finds no error in what the server sends, of every template."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import PAGES


def test_checker_sees_an_error(tmp_path: Path, checker: Callable[[Path], list[str]]) -> None:
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8")
    assert checker(tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_template_is_valid_html(
    page: Page,
    log_in: Callable[[str], None],
    tmp_path: Path,
    checker: Callable[[Path], list[str]],
) -> None:
    for role in sorted({case.role for case in PAGES}):
        page.context.clear_cookies()
        if role:
            log_in(role)
        for case in (case for case in PAGES if case.role == role):
            path = case.find(page) if case.find else case.path
            response = page.request.get(path)
            assert response.status == case.status, case.name
            (tmp_path / f"{case.name}.html").write_text(response.text(), encoding="utf-8")
    found = checker(tmp_path)
    assert not found, "\n".join(found)
