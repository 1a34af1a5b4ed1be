"""What people come for, from beginning to end, in a real browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.pages.case import PROBLEM
from tests.e2e.pages.of_search import ask
from tests.e2e.wizard import finish_request

LogIn = Callable[[str], None]


def ask_for(page: Page, kind: str, answers: dict[str, str], ticked: list[str]) -> str:
    """From the page of the problem to the status page; the number of the request."""
    go_on = page.get_by_role("button", name="Ga verder")
    go_on.click()
    expect(page.locator("h1")).to_have_text("Dit is al bekend")
    go_on.click()
    page.get_by_label("Wijk").select_option(index=1)
    go_on.click()
    page.get_by_label(re.compile(f"^{kind}")).check()
    go_on.click()
    for label, text in answers.items():
        page.get_by_label(label).fill(text)
    for label in ticked:
        page.get_by_label(label).check()
    return finish_request(page, wanted="Rust op straat binnen een half jaar.")


def test_gemeente_asks_for_a_study_visit_on_a_phone_and_the_desk_reads_it(page: Page, log_in: LogIn) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    log_in("gemeente")
    page.goto("/loket/aanvraag/")
    again = page.get_by_role("link", name="Begin een nieuwe aanvraag")
    if again.count():
        again.click()
    page.get_by_label("Het probleem").fill(f"{PROBLEM} Wij willen graag gaan kijken bij een andere gemeente.")
    answers = {"Met hoeveel mensen wilt u komen?": "4", "Wat wilt u daar zien of vragen?": "De avondronde."}
    reference = ask_for(page, "Een bezoek aan een andere gemeente", answers, [])
    expect(page.locator("main")).to_contain_text("De avondronde.")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto("/mijn/verzoeken/")
    expect(page.locator("main")).to_contain_text(reference)


def test_visitor_searches_and_reads(page: Page, watch: Watch) -> None:
    page.goto("/")
    page.get_by_role("link", name="Zoeken").first.click()
    page.get_by_label("Zoek in alle kennis").fill("jongeren hangen op straat")
    page.keyboard.press("Enter")
    expect(page.locator(".kw-results-count")).to_contain_text("resultaten")
    page.locator(".kw-card__title a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_visitor_asks_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/")
    page.locator("textarea[name=text]").fill(PROBLEM)
    page.get_by_role("button", name="Zoek een antwoord").click()
    expect(page.locator("h1")).to_have_text("Antwoord op uw probleem")
    expect(page.locator(".kw-why").nth(1)).to_be_visible()
    context.close()


def test_gemeente_pastes_files_and_follows_and_the_desk_decides(
    page: Page, log_in: LogIn, watch: Watch
) -> None:
    log_in("gemeente")
    ask(page)
    page.get_by_role("link", name="Vraag hulp bij het loket").click()
    page.wait_for_url("**/loket/aanvraag/**")
    # Another journey may have left a request that was not sent.
    again = page.get_by_role("link", name="Begin een nieuwe aanvraag")
    if again.count():
        again.click()
    assert page.get_by_label("Het probleem").input_value() == PROBLEM
    answers = {
        "Wat mag deze persoon beslissen?": "Geld verdelen.",
        "Met wie moet deze persoon": "De burgemeester.",
    }
    reference = ask_for(page, "Een topdog", answers, ["Een half jaar"])

    page.get_by_role("button", name="Uitloggen").click()
    log_in("loket")
    page.goto("/loket/werkvoorraad/")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Ik pak dit op").click()
    # Three at least; `count` would not wait for the page.
    expect(page.locator(".kw-score").nth(2)).to_be_attached()
    # Somebody with authority is asked for: before an answer the loket says that another kind fits.
    expect(page.get_by_label("Beantwoord met kennis")).to_have_count(0)
    page.get_by_role("link", name="Kies een andere soort hulp").click()
    page.get_by_label(re.compile("^Een vraag om kennis")).check()
    page.get_by_label("Waarom past deze hulp beter?").fill("Een aanpak is genoeg.")
    page.get_by_role("button", name="Bewaar de soort hulp").click()
    page.get_by_label("Beantwoord met kennis").check()
    page.get_by_label("Reden").fill("De avondronde past bij uw vraag.")
    page.get_by_role("button", name="Bewaar het besluit").click()
    expect(page.locator("main")).to_contain_text("De avondronde past bij uw vraag.")

    page.get_by_role("button", name="Uitloggen").click()
    log_in("gemeente")
    page.goto(f"/mijn/verzoeken/{reference}/")
    expect(page.locator("main")).to_contain_text("De avondronde past bij uw vraag.")


def test_editor_publishes_and_it_is_found(page: Page, log_in: LogIn) -> None:
    log_in("redactie")
    items = page.request.get("/admin/api/main/pages/?slug=regelingen").json()["items"]
    parent = next(item["id"] for item in items if item["meta"]["slug"] == "regelingen")
    page.goto(f"/admin/pages/add/knowledge/schemepage/{parent}/")
    page.locator("#id_title").fill("Fonds voor buurtzwembaden")
    page.locator("#id_summary").fill("Geld voor een zwembad in de buurt.")
    page.locator("#id_kind").select_option("fonds")
    page.locator("#id_for_whom").fill("Gemeenten zonder zwembad.")
    page.locator("#id_what_it_offers").fill("Een bijdrage aan een buurtzwembad.")
    page.locator("footer").get_by_role("button", name="Meer acties").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    for _ in range(20):
        page.goto("/zoeken/?q=buurtzwembad")
        if page.get_by_role("link", name="Fonds voor buurtzwembaden").count():
            return
        page.wait_for_timeout(250)
    raise AssertionError("not found within five seconds")


def test_editor_sees_a_change_in_the_preview_beside_the_form(page: Page, log_in: LogIn) -> None:
    log_in("redactie")
    items = page.request.get("/admin/api/main/pages/?search=fiets").json()["items"]
    case = next(item["id"] for item in items if item["meta"]["type"] == "knowledge.PracticePage")
    page.goto(f"/admin/pages/{case}/edit/")
    page.locator("#id_title").fill("Alleen in de voorvertoning")
    page.locator("[aria-label*=oorvertoning]").first.click()
    shown = page.frame_locator("iframe[data-w-preview-target=iframe]").first
    expect(shown.locator("h1")).to_have_text("Alleen in de voorvertoning", timeout=15_000)


def test_expert_sees_and_changes_the_own_profile(page: Page, log_in: LogIn, watch: Watch) -> None:
    log_in("deskundige")
    page.get_by_role("link", name="Uw profiel").click()
    page.get_by_label(re.compile("Gebied")).fill("Gelderland en Drenthe")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("main")).to_contain_text("Uw profiel is bewaard.")
    page.get_by_role("link", name="Bekijk uw profiel").click()
    expect(page.locator("main")).to_contain_text("Gelderland en Drenthe")


def test_search_by_keyboard_only(page: Page, watch: Watch) -> None:
    page.goto("/zoeken/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "kw-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("schulden")
    page.keyboard.press("Enter")
    expect(page.locator(".kw-results-count")).to_be_visible()


def test_gemeente_follows_a_search_with_the_keyboard(page: Page, log_in: LogIn, watch: Watch) -> None:
    log_in("gemeente")
    page.goto("/zoeken/?q=hittestress+in+de+straat")
    page.get_by_role("link", name=re.compile("^Bewaar deze")).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Naam").fill("Hitte")
    page.get_by_label("Elke dag").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.locator(".kw-alert--success")).to_contain_text("Bewaard: Hitte.")
    page.get_by_role("button", name=re.compile(r"Pauzeer\s+Hitte")).press("Enter")
    expect(page.locator("main")).to_contain_text("Gepauzeerd")
    page.get_by_role("link", name=re.compile(r"Gooi weg\s+Hitte")).press("Enter")
    page.get_by_role("button", name="Gooi weg").press("Enter")
    expect(page.locator(".kw-alert--success")).to_contain_text("Weggegooid: Hitte.")
