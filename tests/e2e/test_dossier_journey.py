"""From question to knowledge on a telephone, without a script: the loket proposes, the gemeente answers and writes, one
closes and both say how it was. Asking itself is a journey of test_journeys.py."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.preparing import PASSWORD

NARROW = {"width": 390, "height": 844}
QUESTION = "Kan het gesprek op een donderdag?"


def enter(browser: Browser, site: str, role: str) -> Page:
    context = browser.new_context(
        java_script_enabled=False, base_url=site, viewport=NARROW, locale="nl-NL"
    )  # fmt: skip
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{role}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/mijn/"))
    return page


def answer_four_questions(page: Page) -> None:
    page.get_by_role("group", name="Heeft de hulp geholpen?").get_by_label("Ja", exact=True).check()
    page.get_by_role("group", name="Zijn de doelen gehaald?").get_by_label("Voor een deel").check()
    page.get_by_label("Wat werkte niet?").fill("De start duurde lang.")
    page.get_by_role("group", name="Zou u deze hulp aanraden?").get_by_label("Ja", exact=True).check()
    page.locator("main form button[type=submit]").click()


def test_request_from_proposal_to_knowledge_on_a_telephone_without_a_script(
    browser: Browser, site: str
) -> None:
    desk, gemeente = enter(browser, site, "loket"), enter(browser, site, "gemeente")
    gemeente.goto("/mijn/verzoeken/")
    row = gemeente.locator("tr:has(.kw-tag--status-ingediend)").last
    reference = row.locator("a").first.inner_text()

    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("button", name="Ik pak dit op").click()
    desk.get_by_role("link", name="Maak een voorstel").click()
    desk.locator("main input[type=checkbox]").first.check()
    desk.get_by_role("button", name="Verstuur het voorstel").click()
    expect(desk.locator("main")).to_contain_text("Zeg waarom u dit voorstelt.")
    desk.locator("main textarea").first.fill("Dit past bij uw scholen.")
    desk.get_by_role("button", name="Verstuur het voorstel").click()
    expect(desk.locator("main")).to_contain_text("Voorstel gedaan")

    gemeente.goto(f"/mijn/verzoeken/{reference}/")
    expect(gemeente.locator("main")).to_contain_text("Dit past bij uw scholen.")
    gemeente.get_by_label("Ja, dit willen wij").check()
    gemeente.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(gemeente.locator("main")).to_contain_text("In uitvoering")
    gemeente.get_by_role("link", name="Lees alles en schrijf een bericht").click()
    gemeente.get_by_label("Uw bericht").fill(QUESTION)
    gemeente.get_by_role("button", name="Verstuur").click()
    expect(gemeente.locator("main")).to_contain_text(QUESTION)

    desk.goto(f"/loket/werkvoorraad/{reference}/")
    expect(desk.locator("main")).to_contain_text("1 nieuw")
    desk.get_by_role("link", name="Lees alles en schrijf een bericht").click()
    desk.get_by_role("button", name="Ik heb alles gelezen").click()
    expect(desk.locator("main")).not_to_contain_text("Nieuw")
    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("link", name="Rond dit verzoek af").click()
    answer_four_questions(desk)
    expect(desk.locator("main")).to_contain_text("Afgerond")

    gemeente.goto(f"/mijn/verzoeken/{reference}/")
    gemeente.get_by_role("link", name="Zeg hoe het was").click()
    answer_four_questions(gemeente)
    gemeente.get_by_role("button", name="Maak er een voorbeeld van").click()
    gemeente.wait_for_url("**/kennis/delen/controle/**")
    expect(gemeente.locator("main")).to_contain_text("De start duurde lang.")
    for page in (desk, gemeente):
        page.context.close()
