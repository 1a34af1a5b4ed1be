"""A kennisvraag over two centres, from asking to closing, as every role that takes part: the gemeente asks, the loket
divides, two centres answer, the loket makes one answer, the gemeente reads it and both close. On a telephone, without a
script."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_dossier_journey import answer_four_questions, enter
from tests.e2e.wizard import begin_request, finish_request

PROBLEM = (
    "Veel jongeren in onze wijk zitten zonder school of werk thuis. Hoe houden andere gemeenten hen vast, en wat doet "
    "een vast team achter de voordeur?"
)
FIRST, SECOND = "Welke aanpak houdt jongeren vast?", "Wat doet een vast team?"
ONE_ANSWER = "Een vaste begeleider werkt het best. Begin met één team per wijk."


def ask(page: Page) -> str:
    """Through the wizard; gives the reference."""
    begin_request(page, problem=PROBLEM, kind="kennisvraag")
    for field in page.locator("main textarea").all():
        field.fill("Wat werkt bij jongeren zonder school?")
    return finish_request(page, wanted="Als wij weten wat wij moeten doen.")


def divide(desk: Page, centre: str, question: str) -> None:
    desk.get_by_label("Aan wie vraagt u dit?").select_option(label=centre)
    desk.get_by_label("Wat is de vraag?").fill(question)
    desk.get_by_role("button", name="Stel deze vraag").click()
    expect(desk.locator("main")).to_contain_text(question)


def answer(centre: Page, question: str, text: str) -> None:
    """On the page of the own part, which tells nothing of the rest."""
    centre.goto("/mijn/deelvragen/")
    centre.locator("li", has_text=question).get_by_role("link").first.click()
    expect(centre.locator("main")).not_to_contain_text(PROBLEM)
    centre.get_by_label("Uw antwoord").fill(text)
    centre.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(centre.locator("main")).to_contain_text("Eerder gevraagd")


def test_question_over_two_centres_from_asking_to_closing(browser: Browser, site: str) -> None:
    desk, gemeente = enter(browser, site, "loket"), enter(browser, site, "gemeente")
    first, second = enter(browser, site, "kenniscentrum"), enter(browser, site, "kenniscentrum2")
    reference = ask(gemeente)

    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("button", name="Ik pak dit op").click()
    desk.get_by_role("link", name="Verdeel de vraag").click()
    divide(desk, "Movisie", FIRST)
    divide(desk, "Platform31", SECOND)
    desk.goto("/loket/werkvoorraad/?wacht=centrum")
    expect(desk.locator("main")).to_contain_text(reference)

    gemeente.goto(f"/mijn/verzoeken/{reference}/")
    expect(gemeente.locator("main")).to_contain_text("Wie meedenkt")
    answer(first, FIRST, "Een vaste begeleider werkt.")
    second.goto("/mijn/deelvragen/")
    expect(second.locator("main")).not_to_contain_text(FIRST)
    answer(second, SECOND, "Eén team per wijk.")

    desk.goto(f"/loket/werkvoorraad/{reference}/deelvragen/")
    desk.get_by_role("link", name="Maak er één antwoord van").click()
    expect(desk.get_by_label("Het antwoord aan de gemeente")).to_have_value(re.compile("Eén team per wijk"))
    desk.get_by_label("Het antwoord aan de gemeente").fill(ONE_ANSWER)
    desk.get_by_role("button", name="Verstuur het antwoord").click()
    expect(desk.locator("main")).to_contain_text("Beantwoord met kennis")

    gemeente.goto(f"/mijn/verzoeken/{reference}/")
    expect(gemeente.locator("main")).to_contain_text(ONE_ANSWER)
    gemeente.get_by_role("link", name="Rond dit verzoek af").click()
    answer_four_questions(gemeente)
    expect(gemeente.locator("main")).to_contain_text("Afgerond")
    desk.goto(f"/loket/werkvoorraad/{reference}/")
    desk.get_by_role("link", name="Zeg hoe het was").click()
    answer_four_questions(desk)
    expect(desk.locator("main")).to_contain_text("Loket")
    for page in (desk, gemeente, first, second):
        page.context.close()
