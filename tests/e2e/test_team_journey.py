"""An adoptieteam from asking to closing, as the gemeente, the loket, somebody of the pool, the account manager and a
visitor; on a telephone and without a script."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.case import PROBLEM
from tests.e2e.test_dossier_journey import NARROW, answer_four_questions, enter

ASSIGNMENT = "Breng de sloop en de bouw weer in beweging."
LESSON = "Begin met wie het besluit neemt."
MOST_PAGES = 12
FUNCTIONS = {
    "Bestuurder van het Rijk": "staatssecretaris voor wonen",
    "Wethouder": "wethouder wonen",
    "Topambtenaar": "directeur woningbouw",
}


def ask_for_a_team(page: Page) -> str:
    """Through every page of the wizard; gives the reference."""
    page.goto("/loket/aanvraag/")
    again = page.get_by_role("link", name="Begin een nieuwe aanvraag")
    if again.count():
        again.click()
    page.get_by_label("Het probleem").fill(PROBLEM)
    onward(page)
    for _ in range(MOST_PAGES):
        if "/controle/" in page.url:
            break
        fill_in(page)
        onward(page)
    page.get_by_role("button", name=re.compile("Verstuur")).click()
    page.wait_for_url(re.compile("/mijn/verzoeken/KW"))
    found = re.search(r"KW-\d{4}-\d{4}", page.url)
    assert found
    return found.group()


def fill_in(page: Page) -> None:
    """What this page of the wizard asks, if anything."""
    main = page.locator("main")
    kind = main.locator("input[name=kind][value=adoptieteam]")
    if kind.count():
        kind.check()
    select = main.locator("select[name=wijk_id]")
    if select.count():
        select.select_option(index=1)
    answers = {
        "own_opdracht": ASSIGNMENT, "own_einddatum": "2030-06-01", "own_blokkades": "De vergunning wacht.",
        "wanted": "Een besluit over de laatste straat.", "contact_name": "M. de Boer", "contact": "Projectleider",
        "contact_phone": "026 123 45 67",
    }  # fmt: skip
    for name, text in answers.items():
        field = main.locator(f"[name={name}]")
        if field.count():
            field.fill(text)
    urgency = main.locator("input[name=urgency]")
    if urgency.count():
        urgency.first.check()


def onward(page: Page) -> None:
    page.locator("main").get_by_role(
        "button", name=re.compile("^(Ga verder|Verder|Naar de controle)")
    ).first.click()
    page.wait_for_load_state()


def seat(desk: Page, team: str, role: str, function: str) -> None:
    desk.goto(team)
    desk.get_by_role("link", name="Zet iemand in het team").click()
    desk.get_by_label("Rol").select_option(label=role)
    if function:
        desk.get_by_label("Of: de functie").fill(function)
    else:
        desk.get_by_label("Wie zei ja").select_option(index=1)
    desk.get_by_role("button", name="Zet in het team").click()
    expect(desk.locator(".kw-alert--success")).to_contain_text("Bewaard.")


def invite_the_expert(desk: Page, reference: str) -> None:
    """The example expert with an account, who has room."""
    desk.goto(f"/loket/werkvoorraad/{reference}/uitnodigen/aanjager-wijkaanpak/")
    why = desk.get_by_label("Waarom nodigt u toch uit?")
    if why.count():
        why.fill("Niemand anders kent deze wijk zo goed.")
    desk.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(desk.locator("main")).to_contain_text("Uitnodigingen en opdrachten")


def test_adoptieteam_from_asking_to_closing_as_every_role(browser: Browser, site: str) -> None:
    desk, gemeente, expert, manager = (
        enter(browser, site, role) for role in ("loket", "gemeente", "deskundige", "accountmanager")
    )
    visitor = browser.new_context(java_script_enabled=False, base_url=site, viewport=NARROW).new_page()
    reference = ask_for_a_team(gemeente)

    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("button", name="Ik pak dit op").click()
    invite_the_expert(desk, reference)
    expert.goto("/mijn/uitnodigingen/")
    expert.locator("main a", has_text=re.compile("vraagt uw hulp")).first.click()
    expert.get_by_label("Ja, ik doe mee").check()
    expert.get_by_role("button", name="Verstuur uw antwoord").click()

    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("button", name="Begin een adoptieteam").click()
    team = f"/loket/verzoek/{reference}/adoptieteam/"
    expect(desk.locator("main")).to_contain_text(ASSIGNMENT)
    expect(desk.locator("main")).to_contain_text("De vergunning wacht.")
    desk.get_by_role("button", name="Het team begint").click()
    expect(desk.locator(".kw-alert--error")).to_contain_text("Vul eerst deze rollen")
    for role, function in FUNCTIONS.items():
        seat(desk, team, role, function)
    seat(desk, team, "Deskundige van buiten", "")
    desk.get_by_role("button", name="Het team begint").click()
    expect(desk.locator("main")).to_contain_text("Aan het werk")

    expert.goto("/mijn/uitnodigingen/")
    expert.locator("main a[href^='/mijn/opdrachten/']").first.click()
    expert.get_by_role("link", name="Bekijk het adoptieteam").click()
    expert.get_by_role("link", name=re.compile("Schrijf de doorbraak op")).first.click()
    expert.get_by_label("Wat gaf de doorbraak?").fill("De wethouder en de directeur tekenden samen.")
    expert.get_by_role("button", name="Bewaar de doorbraak").click()
    expect(expert.locator("main")).to_contain_text("1 van 1 doorbroken")

    manager.goto(team)
    expect(manager.locator("main")).to_contain_text("De wethouder en de directeur tekenden samen.")
    assert manager.get_by_role("link", name="Schrijf een blokkade op").count() == 0

    gemeente.goto(team)
    gemeente.get_by_role("link", name="Rond het team af met de lessen").click()
    gemeente.get_by_label("Wat leerde het team?").fill(LESSON)
    gemeente.get_by_role("button", name="Rond het team af").click()
    expect(gemeente.locator("main")).to_contain_text("Mag iedereen dit lezen?")
    gemeente.get_by_role("button", name="Ja, iedereen mag dit lezen").click()
    visitor.goto("/adoptieteams/")
    expect(visitor.locator("main")).not_to_contain_text(ASSIGNMENT)
    expert.goto(team)
    expert.get_by_role("button", name="Ja, iedereen mag dit lezen").click()
    desk.goto(team)
    for _ in FUNCTIONS:
        desk.get_by_role("button", name=re.compile("Dit lid gaf ons akkoord")).first.click()
    visitor.goto("/adoptieteams/")
    visitor.locator("main .kw-card", has_text=ASSIGNMENT).get_by_role("link").click()
    expect(visitor.locator("main")).to_contain_text(LESSON)
    expect(visitor.locator("main")).to_contain_text("wethouder wonen")
    assert reference not in visitor.content()
    assert "M. de Boer" not in visitor.content()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    close(desk, gemeente, reference)
    for page in (desk, gemeente, expert, manager, visitor):
        page.context.close()


def close(desk: Page, gemeente: Page, reference: str) -> None:
    """A proposal that the gemeente accepts, and both say how it was."""
    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("link", name="Maak een voorstel").click()
    desk.locator("main input[type=checkbox]").first.check()
    desk.locator("main textarea").first.fill("Dit past bij uw wijk.")
    desk.get_by_role("button", name="Verstuur het voorstel").click()
    gemeente.goto(f"/mijn/verzoeken/{reference}/")
    gemeente.get_by_label("Ja, dit willen wij").check()
    gemeente.get_by_role("button", name="Verstuur uw antwoord").click()
    gemeente.goto(f"/loket/verzoek/{reference}/afronden/")
    expect(gemeente.locator("main")).to_contain_text("1 opdracht die nog niet begon")
    answer_four_questions(gemeente)
    desk.goto(f"/loket/verzoek/{reference}/afronden/")
    answer_four_questions(desk)
    expect(desk.locator("main")).to_contain_text("Afgerond")
