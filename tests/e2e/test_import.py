"""A file with cases, from sending it to the drafts: with faults, without scripts, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.looking import violations
from tests.e2e.preparing import PASSWORD
from tests.factories.sheets import case_row, xlsx_of

ADDRESS = "/admin/praktijken-importeren/"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """One that is no sheet, one with two faults, one that is taken in by a worker."""
    rows = [
        case_row("Met een browser gestuurd"),
        case_row("Zonder doel", doel=""),
        case_row("Zo niet", status="bijna"),
    ]
    made = {
        "geen.csv": b"kleur;maat\r\nrood;3\r\n",
        "fouten.xlsx": xlsx_of(rows),
        "lang.xlsx": xlsx_of([case_row(f"Lange lijst {number}") for number in range(120)]),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {name.partition(".")[0]: tmp_path / name for name in made}


def enter(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("redactie@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/mijn/"))


def send(page: Page, file: Path) -> None:
    page.goto(ADDRESS)
    page.get_by_label("Kenniscentrum").select_option(label="Movisie")
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Bekijk wat er gebeurt").click()


def test_file_with_faults_is_shown_and_taken_in_without_scripts(
    browser: Browser, site: str, files: dict[str, Path]
) -> None:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    enter(page)
    send(page, files["geen"])
    expect(page.get_by_text("Deze kop kennen wij niet").first).to_be_visible()
    send(page, files["fouten"])
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("doel: Vul dit in.")
    expect(rows.nth(2)).to_contain_text("“bijna” kennen wij niet. Kies uit:")
    page.get_by_role("button", name="Lees 1 praktijk in").click()
    expect(page.get_by_text("1 praktijk wacht als concept op beoordeling")).to_be_visible()
    page.get_by_role("link", name="Met een browser gestuurd").click()
    assert "/edit/" in page.url
    send(page, files["fouten"])
    expect(page.get_by_text("Er is niets om in te lezen.")).to_be_visible()


def test_every_step_is_accessible_and_fits_on_a_phone(
    page: Page, watch: Watch, files: dict[str, Path]
) -> None:
    enter(page)
    send(page, files["lang"])
    confirm = page.get_by_role("button", name="Lees 120 praktijken in")
    confirm.wait_for(timeout=60_000)
    look_at(page)
    confirm.click()
    page.get_by_text("120 praktijken wachten als concept").wait_for(timeout=120_000)
    look_at(page)
    page.goto(ADDRESS)
    look_at(page)


def look_at(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert violations(page) == []
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
