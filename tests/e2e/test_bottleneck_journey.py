"""A rule that blocks three gemeenten, from their reports until one answer to all. On a telephone, without a script."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_dossier_journey import NARROW, enter
from tests.e2e.wizard import begin_request, finish_request

RULE = "Besluit buurtlokalen"
BLOCKS = "Bewoners mogen een leeg lokaal niet samen huren."
ANSWER = "Tot de zomer geldt een uitzondering. Vraag die aan bij het ministerie, met dit kenmerk."
GEMEENTEN = ("gemeente", "gemeente2", "gemeente3")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url


def report(page: Page) -> str:
    """Through the wizard; gives the reference."""
    problem = "Een regel houdt ons tegen: een leeg lokaal mag niet open voor bewoners."
    begin_request(page, problem=problem, kind="regelgeving_knelpunt")
    page.get_by_label("Welke wet of regeling houdt u tegen?").fill(RULE)
    page.get_by_label("Wat kunt u door deze regel niet doen?").fill(BLOCKS)
    fits(page)
    return finish_request(page, wanted="Als het lokaal open mag.")


def test_rule_of_three_gemeenten_until_one_answer_to_all(browser: Browser, site: str) -> None:
    asking = {role: enter(browser, site, role) for role in GEMEENTEN}
    references = {role: report(page) for role, page in asking.items()}

    visitor = browser.new_context(java_script_enabled=False, base_url=site, viewport=NARROW).new_page()
    visitor.goto("/loket/knelpunten/")
    expect(visitor.locator("main")).to_contain_text(RULE)
    for name in ("Enschede", "Nijmegen", *references.values()):
        expect(visitor.locator("main")).not_to_contain_text(name)

    desk = enter(browser, site, "loket")
    desk.goto("/loket/regels/")
    fits(desk)
    desk.get_by_role("link", name=references["gemeente"]).click()
    expect(desk.get_by_label("Welke wet of regeling?")).to_have_value(RULE)
    desk.get_by_label("Wat blokkeert de regel?").fill("Een lokaal blijft leeg zolang er geen vergunning is.")
    desk.get_by_role("button", name="Maak het dossier").click()
    expect(desk.locator("h1")).to_contain_text(RULE)
    for role in ("gemeente2", "gemeente3"):
        desk.get_by_label(references[role]).check()
    desk.get_by_role("button", name="Dit is hetzelfde: zet erbij").click()
    expect(desk.locator("main")).to_contain_text("3 gemeenten")
    expect(desk.locator("main")).to_contain_text("3 melders kregen nog geen antwoord.")
    desk.get_by_label("Eén antwoord aan iedereen die meldde").fill(ANSWER)
    fits(desk)
    desk.get_by_role("button", name="Verstuur aan wie nog geen antwoord kreeg").click()
    expect(desk.locator("main")).to_contain_text("3 melders kregen het antwoord.")

    for role, page in asking.items():
        page.goto(f"/mijn/verzoeken/{references[role]}/")
        expect(page.locator("main")).to_contain_text(ANSWER)
        expect(page.locator("main")).to_contain_text("Beantwoord met kennis")
        for other in set(GEMEENTEN) - {role}:
            expect(page.locator("main")).not_to_contain_text(references[other])
        fits(page)
    for page in (*asking.values(), desk, visitor):
        page.context.close()
