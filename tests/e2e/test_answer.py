"""A reader corrects, judges and prints an answer."""

import json
import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.looking import violations
from tests.e2e.pages.of_search import ask

THANKS = "Dank u. Wij leren hiervan."


def test_open_forms_and_messages_are_accessible(page: Page, watch: Watch) -> None:
    ask(page)
    card = page.locator("article").first
    card.locator("summary", has_text="Klopt dit?").click()
    card.get_by_label("Nee").check()
    card.get_by_label(re.compile("Waarom")).fill("Bel mij op 06-12345678.")
    card.get_by_role("button", name="Verstuur").click()
    expect(card.locator(".kw-field__error")).to_contain_text("telefoonnummer")
    expect(card.get_by_label(re.compile("Waarom"))).to_have_value("Bel mij op 06-12345678.")
    page.locator(".kw-understood summary").click()
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        # Colours that are still fading into the other scheme would be judged half-way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = violations(page)
        assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    page.get_by_role("link", name=re.compile("telefoonnummer")).click()
    expect(card.get_by_label(re.compile("Waarom"))).to_be_focused()
    # The browser reports the status of a refused form as an error in the console.
    watch.complaints = [line for line in watch.complaints if "422" not in line]


def test_find_is_judged_and_the_answer_printed_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    address = ask(page)
    card = page.locator("article").first
    card.locator("summary", has_text="Klopt dit?").click()
    card.get_by_label("Ja").check()
    card.get_by_role("button", name="Verstuur").click()
    expect(card.get_by_role("status")).to_have_text(THANKS)
    expect(page).to_have_url(re.compile(r"/antwoord/[^/]+/#vondst-"))
    page.get_by_role("link", name="Printen").click()
    expect(page.locator("h1")).to_have_text("Wat kan helpen bij dit probleem")
    expect(page.locator("nav")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    file = page.request.get(f"{address}bijlage.pdf")
    assert file.body().startswith(b"%PDF")
    context.close()
