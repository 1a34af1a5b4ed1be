"""A gemeente shares what it tried, on a phone and from a pasted text; the redactie publishes; a visitor says something."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Watch

LogIn = Callable[[str], None]
PHONE = {"width": 390, "height": 844}
TITLE = "Portiekportiers in twaalf flats"
TEXT = f"""{TITLE}

Aanleiding
In twaalf flats stond de voordeur altijd open. Er werd geslapen in de kelder.

Doelgroep: bewoners van de flats
Doel: een flat waar iedereen zich veilig voelt

Wat hebben we gedaan?
- langdurig werklozen werden portier
- van vier uur 's middags tot elf uur 's avonds

Resultaten
Het aantal inbraken halveerde.

Wat werkte niet?
De portiers kregen te weinig steun van de politie.

Looptijd: 2016-2019
Status: afgerond

Bestuurlijk kader
De raad besloot hiertoe in 2015.
"""


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Ga verder").click()


def open_step(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()


def test_gemeente_shares_on_a_phone_from_a_pasted_text(page: Page, log_in: LogIn, watch: Watch) -> None:
    page.set_viewport_size(PHONE)
    log_in("gemeente")
    page.goto("/kennis/delen/")
    page.get_by_role("link", name="Begin", exact=True).click()
    page.get_by_role("link", name="Met een tekst die u al hebt").click()
    page.get_by_label(re.compile("^Uw tekst")).fill(TEXT)
    page.get_by_role("button", name="Verdeel de tekst").click()
    for words in (TITLE, "Er werd geslapen in de kelder.", "Het aantal inbraken halveerde.", "2016"):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("link", name="Verdeel deze tekst").click()
    page.get_by_label(re.compile("Waar hoort stuk 1")).select_option(label="Wat was er aan de hand?")
    page.get_by_role("button", name="Verdeel").click()
    expect(page.locator("main")).to_contain_text("De raad besloot hiertoe in 2015.")

    open_step(page, "Geef het een naam")
    page.get_by_label(re.compile("^Een aanpak")).check()
    go_on(page)
    open_step(page, "Wat deden bewoners?")
    page.get_by_label("Worden geraadpleegd").check()
    go_on(page)
    open_step(page, "Wat kostte het?")
    page.get_by_label(re.compile("^Totaalbedrag")).check()
    go_on(page)
    open_step(page, "Waar gaat het over?")
    page.get_by_label("Veiligheid", exact=True).check()
    go_on(page)
    open_step(page, "Kort gezegd")
    page.get_by_label(re.compile("^Vat het samen")).fill("Portiers in twaalf flats. Er is minder ingebroken.")
    go_on(page)
    open_step(page, "Van wie is het?")
    page.get_by_label(re.compile("^Van welke organisatie")).fill("Gemeente Arnhem")
    page.get_by_label(re.compile("^Welke functie")).fill("projectleider wijkaanpak")
    go_on(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Verstuur naar de redactie").click()
    expect(page.locator("main")).to_contain_text("Dank u wel")
    address = page.url.partition("?")[0]

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/mijn/")
    page.get_by_role("button", name="Uitloggen").click()
    log_in("redactie")
    page.goto(address)
    page.get_by_role("link", name="Beoordeel de pagina").click()
    page.locator("footer").get_by_role("button", name="Meer acties").click()
    page.locator("footer [data-workflow-action-name=approve]").first.click()
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))

    page.goto(address)
    page.get_by_role("link", name="Bekijk de pagina op de site").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    page.get_by_role("link", name="Laat weten wat er niet klopt").click()
    page.get_by_label("Er staat een fout in").check()
    page.get_by_label(re.compile("^Wat klopt er niet")).fill("Het waren elf flats.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("main")).to_contain_text("De redactie kijkt ernaar.")
    page.goto("/mijn/meldingen/")
    expect(page.locator("main")).to_contain_text("Het waren elf flats.")


def test_visitor_without_an_account_tells_of_an_approach_on_a_phone(page: Page, log_in: LogIn) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/kennis/")
    page.get_by_role("link", name="Meld een aanpak").first.click()
    page.get_by_label("Hoe heet de aanpak?").fill("Fietswerkplaats op het plein")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_label("Hoe heet de aanpak?")).to_have_value("Fietswerkplaats op het plein")
    expect(page.locator(".kw-field__error").first).to_contain_text("Vul dit in.")
    page.get_by_label("In welke gemeente of wijk?").fill("Overvecht in Utrecht")
    page.get_by_label("Wat doen ze daar?").fill("Jongeren maken fietsen van buren voor weinig geld.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("main")).to_contain_text("De redactie kijkt ernaar.")

    log_in("redactie")
    page.goto("/mijn/meldingen/")
    told = page.locator("section", has_text="Fietswerkplaats op het plein")
    expect(told).to_contain_text("Jongeren maken fietsen van buren voor weinig geld.")
    told.get_by_role("button", name="Afgehandeld").click()
    expect(page.locator("section", has_text="Fietswerkplaats op het plein")).to_have_count(0)
