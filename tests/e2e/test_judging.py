"""Does it fit my wijk, and who took it over: on a phone, by a reader without an account."""

import pytest
from playwright.sync_api import Page, expect

CASE = "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/"
WIDTHS = (390, 1280)


@pytest.mark.parametrize("width", WIDTHS)
def test_reader_holds_a_case_against_a_wijk_and_shares_the_answer(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(CASE)
    page.get_by_role("link", name="Past dit bij mijn wijk?").click()
    page.get_by_label("Om welke wijk gaat het?").select_option("utrecht-overvecht")
    page.get_by_label("De wijkagent blijft minstens drie jaar").check()
    page.get_by_role("button", name="Kijk of het past").click()
    score = page.get_by_role("heading", name="2 van 4 vervuld in Overvecht")
    expect(score).to_be_visible()
    expect(page.locator(".kw-fit-score")).to_contain_text("Jongerenwerk mag na zes uur werken")
    page.goto(page.url)
    expect(score).to_be_visible()
    expect(page.get_by_label("De wijkagent blijft minstens drie jaar")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_overnames_stand_in_a_table_and_another_is_reported(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(CASE)
    table = page.get_by_role("table", name="Overnames")
    expect(table.get_by_role("row")).to_have_count(5)
    expect(page.locator(".kw-spread-wide")).to_be_visible(visible=width > 640)
    page.get_by_role("link", name="Nam u dit over").click()
    page.get_by_label("In welke wijk en gemeente?").fill("De Bennekel, Eindhoven")
    page.get_by_label("In welk jaar begon het daar?").fill("2021")
    page.get_by_label("Deels beter, deels niet").check()
    page.get_by_label("Wat is aangepast").fill("De ronde begint om vier uur. De meldingen bleven gelijk.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Dank u wel. De redactie kijkt ernaar.")).to_be_visible()
