"""A kennisvraag from asking to closing with the keyboard alone, on a narrow screen: no step needs a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

LogIn = Callable[[str], None]
NARROW = {"width": 390, "height": 844}
# More stops than any page has.
MOST_STOPS = 250
ANSWER = "Begin met één vaste begeleider per jongere. De beschrijving staat in de kennisbank."


def reach(page: Page, target: Locator) -> None:
    """Tab until it has the focus, and the eye can see that it has."""
    expect(target).to_be_attached()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            return
    raise AssertionError(f"no way with the keyboard to {target} on {page.url}")


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    reach(page, page.get_by_role(role, name=name).first)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def write(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.type(text)


def choose(page: Page, target: Locator) -> None:
    """One of a group: Tab goes to the group, arrows go round in it."""
    name = target.get_attribute("name")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            break
    page.keyboard.press("Space")
    for _ in range(MOST_STOPS):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no way with the keyboard to {target} on {page.url}")


def ask(page: Page) -> str:
    page.goto("/loket/aanvraag/")
    if page.get_by_role("link", name="Begin een nieuwe aanvraag").count():
        press(page, "link", "Begin een nieuwe aanvraag")
    reach(page, page.get_by_label("Het probleem"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Jongeren zitten zonder school of werk thuis. Hoe houden andere gemeenten hen vast?")
    press(page, "button", "Ga verder")
    press(page, "button", "Ga verder")
    reach(page, page.get_by_label("Wijk"))
    page.keyboard.press("ArrowDown")
    press(page, "button", "Ga verder")
    choose(page, page.locator("main input[type=radio][value=kennisvraag]"))
    press(page, "button", "Ga verder")
    reach(page, page.locator("main textarea").first)
    page.keyboard.type("Welke aanpak houdt jongeren vast?")
    press(page, "button", "Ga verder")
    press(page, "button", "Ga verder")
    write(page, "Wanneer bent u tevreden?", "Als wij weten wat wij moeten doen.")
    choose(page, page.get_by_label("Dit kwartaal"))
    press(page, "button", "Ga verder")
    press(page, "button", "Ga verder")
    press(page, "button", "Ga verder")
    for label, text in (
        ("Naam", "M. de Boer"),
        ("Functie", "Projectleider"),
        ("Telefoonnummer", "026 123 45 67"),
    ):
        reach(page, page.get_by_label(label, exact=True))
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    reach(page, page.locator("summary", has_text="Voeg een tweede contactpersoon toe"))
    page.keyboard.press("Enter")
    write(page, "Naam van de tweede persoon", "F. Jansen")
    write(page, "Functie van de tweede persoon", "Wijkmanager")
    write(page, "E-mailadres van de tweede persoon", "wijk@arnhem.example")
    press(page, "button", "Ga verder")
    expect(page.locator("main")).to_contain_text("F. Jansen")
    press(page, "button", "Verstuur de aanvraag")
    expect(page.locator("main")).to_contain_text("Uw verzoek is ontvangen")
    return page.locator("h1").inner_text().removeprefix("Verzoek ").strip()


def test_question_from_asking_to_closing_with_the_keyboard_alone(page: Page, log_in: LogIn) -> None:
    page.set_viewport_size(NARROW)
    log_in("gemeente")
    reference = ask(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    log_in_as(page, log_in, "loket")
    page.goto(f"/loket/werkvoorraad/{reference}/")
    press(page, "button", "Ik pak dit op")
    choose(page, page.get_by_label("Beantwoord met kennis"))
    write(page, "Reden", ANSWER)
    press(page, "button", "Bewaar het besluit")
    expect(page.locator("main")).to_contain_text(ANSWER)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    log_in_as(page, log_in, "gemeente")
    page.goto(f"/mijn/verzoeken/{reference}/")
    expect(page.locator("main")).to_contain_text(ANSWER)
    press(page, "link", "Rond dit verzoek af")
    for group, answer in (("geholpen", "Ja"), ("doelen gehaald", "Voor een deel")):
        options = page.get_by_role("group", name=re.compile(group))
        choose(page, options.get_by_label(answer, exact=True))
    write(page, "Wat werkte niet?", "Niets: het antwoord was kort en duidelijk.")
    choose(page, page.get_by_role("group", name=re.compile("aanraden")).get_by_label("Ja", exact=True))
    press(page, "button", re.compile("Rond|Verstuur|Bewaar"))
    expect(page.locator("main")).to_contain_text("Afgerond")


def log_in_as(page: Page, log_in: LogIn, role: str) -> None:
    page.context.clear_cookies()
    log_in(role)
