"""The pages of the wizard that every journey passes in the same way: to the kind of help, and from its questions to the end."""

import re

from playwright.sync_api import Page, expect


def go_on(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def begin_request(page: Page, *, problem: str, kind: str) -> None:
    """A new request, up to the questions of this kind."""
    page.goto("/loket/aanvraag/")
    again = page.get_by_role("link", name="Begin een nieuwe aanvraag")
    if again.count():
        again.click()
    page.get_by_label("Het probleem").fill(problem)
    go_on(page)
    expect(page.locator("h1")).to_have_text("Dit is al bekend")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Wijk").select_option(index=1)
    go_on(page)
    page.locator(f"main input[type=radio][value={kind}]").check()
    go_on(page)


def finish_request(page: Page, *, wanted: str) -> str:
    """From the questions of a kind, which are answered, until it is sent; gives the reference."""
    go_on(page)
    # One kind has no page for it.
    expect(page.locator("h1")).not_to_have_text("Vragen bij deze hulp")
    if page.locator("h1").inner_text() == "Wat hebt u al geprobeerd?":
        go_on(page)
    page.get_by_label("Wanneer bent u tevreden?").fill(wanted)
    page.get_by_label("Dit kwartaal").check()
    go_on(page)
    go_on(page)
    expect(page.locator("h1")).to_have_text("Wilt u bestanden meesturen?")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Naam", exact=True).fill("M. de Boer")
    page.get_by_label("Functie", exact=True).fill("Projectleider")
    page.get_by_label("Telefoonnummer", exact=True).fill("026 123 45 67")
    go_on(page)
    page.get_by_role("button", name="Verstuur de aanvraag").click()
    expect(page.locator("main")).to_contain_text("Uw verzoek is ontvangen")
    reference = page.locator("h1").inner_text().removeprefix("Verzoek ").strip()
    assert re.fullmatch(r"KW-\d{4}-\d{4}", reference)
    return reference
