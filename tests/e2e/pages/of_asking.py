"""What a gemeente asks of the loket, and follows."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests.e2e.pages.case import PROBLEM, PageCase, first_link, of_state
from tests.e2e.preparing import PASSWORD

# A request that still runs, in the table of the gemeente.
WITHDRAWABLE = "tr:has(.kw-tag--status-ingediend) a, tr:has(.kw-tag--status-in_behandeling) a"


def beside(state: str, part: str) -> Callable[[Page], str]:
    """A page that both sides share, of a request of the gemeente that is logged in."""

    def find(page: Page) -> str:
        reference = of_state("/mijn/verzoeken/", state)(page).strip("/").split("/")[-1]
        return f"/loket/verzoek/{reference}/{part}/"

    return find


def begun(tail: str = "") -> Callable[[Page], str]:
    """A request that was begun and left, as the gemeente that is logged in; `tail` picks a link of the list of drafts."""

    def find(page: Page) -> str:
        page.goto("/loket/aanvraag/")
        again = page.get_by_role("link", name="Begin een nieuwe aanvraag")
        if again.count():
            again.click()
        page.get_by_label("Het probleem").fill(PROBLEM)
        page.get_by_role("button", name="Stop, ik ga later verder").click()
        page.wait_for_url("**/mijn/verzoeken/")
        if not tail:
            return "/loket/aanvraag/"
        address = page.locator(f"a[href*='{tail}']").first.get_attribute("href")
        assert address
        return address

    return find


def step_of_a_draft(page: Page) -> str:
    """A later page of the wizard: it has a way back too."""
    begun()(page)
    page.goto("/loket/aanvraag/doel/")
    return page.url


def page_of_a_draft(name: str, kind: str = "") -> Callable[[Page], str]:
    """A page of the wizard of a draft with a problem, and with this kind when there is one."""

    def find(page: Page) -> str:
        address = begun("/controle/")(page).replace("/controle/", f"/{name}/")
        if kind:
            page.goto(address.replace(f"/{name}/", "/soort/"))
            page.locator(f"input[name=kind][value={kind}]").check()
            page.get_by_role("button", name="Ga verder").click()
        return address

    return find


def joint_session(page: Page) -> str:
    """Of the gemeente that is logged in, planned by the loket in a browser of its own."""
    page.goto("/mijn/verzoeken/")
    reference = page.locator(WITHDRAWABLE).first.inner_text()
    assert page.context.browser
    desk = page.context.browser.new_context(base_url=page.url.split("/mijn/")[0]).new_page()
    desk.goto("/accounts/login/")
    desk.locator("input[name=login]").fill("loket@example.org")
    desk.locator("input[name=password]").fill(PASSWORD)
    desk.locator("main form button[type=submit]").first.click()
    desk.wait_for_url(re.compile(r"/mijn/"))
    desk.goto("/loket/werkvoorraad/")
    other = desk.locator(
        "main tr:not(:has-text('Arnhem')) a[href*='/loket/werkvoorraad/KW']"
    ).first.inner_text()
    desk.goto(f"/loket/werkvoorraad/{reference}/verband/")
    if not desk.get_by_label("Bericht aan alle gemeenten").count():
        desk.get_by_label("Kenmerk van het andere verzoek").fill(other)
        desk.get_by_label("Waar gaat de gezamenlijke vraag over?").fill("Rust op straat")
        desk.get_by_role("button", name="Koppel").click()
    desk.get_by_label("Bericht aan alle gemeenten").fill("Wij vergelijken wat in elke wijk werkte.")
    desk.get_by_label("Dag van de sessie").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    desk.get_by_label("Tijd van de sessie").fill("14:30")
    desk.get_by_label("Plaats of link").fill("https://overleg.example.org/kamer")
    desk.get_by_role("button", name="Bewaar en mail de gemeenten").click()
    desk.get_by_text("Het bericht is bewaard.").wait_for()
    desk.context.close()
    return f"/mijn/verzoeken/{reference}/sessie/"


PAGES = [
    PageCase("desk", "/loket/"),
    PageCase("bottlenecks", "/loket/knelpunten/"),
    PageCase("own_requests", "/mijn/verzoeken/", role="gemeente"),
    PageCase(
        "own_request",
        role="gemeente",
        find=first_link("/mijn/verzoeken/", "main a[href^='/mijn/verzoeken/KW']"),
    ),
    PageCase("wizard", "/loket/aanvraag/wijk/?concept=nieuw", role="gemeente"),
    PageCase("wizard_step", role="gemeente", find=step_of_a_draft),
    PageCase("wizard_known", role="gemeente", find=page_of_a_draft("bekend")),
    PageCase("wizard_kind", role="gemeente", find=page_of_a_draft("soort")),
    PageCase("wizard_questions", role="gemeente", find=page_of_a_draft("vragen", "adoptieteam")),
    PageCase("wizard_boxes", role="gemeente", find=page_of_a_draft("vragen", "knelpuntenpot_verkenning")),
    PageCase("wizard_limits", role="gemeente", find=page_of_a_draft("rekening")),
    PageCase("wizard_contact", role="gemeente", find=page_of_a_draft("contact")),
    PageCase("wizard_files", role="gemeente", find=page_of_a_draft("bijlagen")),
    PageCase("wizard_drafts", role="gemeente", find=begun()),
    PageCase("draft_delete", role="gemeente", find=begun("weggooien")),
    PageCase("own_requests_drafts", role="gemeente", find=lambda page: begun()(page) and "/mijn/verzoeken/"),
    PageCase(
        "request_withdraw",
        role="gemeente",
        find=lambda page: f"{first_link('/mijn/verzoeken/', WITHDRAWABLE)(page)}intrekken/",
    ),
    PageCase(
        "request_contacts",
        role="gemeente",
        find=lambda page: f"{first_link('/mijn/verzoeken/', WITHDRAWABLE)(page)}contactpersonen/",
    ),
    PageCase("proposal", role="gemeente", find=of_state("/mijn/verzoeken/", "voorgesteld")),
    PageCase(
        "proposal_answer", role="gemeente", find=of_state("/mijn/verzoeken/", "voorgesteld", "voorstel/")
    ),
    PageCase("thread", role="gemeente", find=beside("in_uitvoering", "gesprek")),
    PageCase("thread_link_gone", "/gesprek/bestaat-niet/", status=404),
    PageCase("aside_link_gone", "/gesprek-met-loket/bestaat-niet/", status=404),
    PageCase("promises", role="gemeente", find=beside("in_uitvoering", "toezeggingen")),
    PageCase("request_close", role="gemeente", find=beside("in_uitvoering", "afronden")),
    PageCase("request_closed", role="gemeente", find=of_state("/mijn/verzoeken/", "afgerond")),
    # Of the oldest: what a journey closed today is not asked about yet.
    PageCase(
        "follow_up", role="gemeente", find=of_state("/mijn/verzoeken/", "afgerond", "nazorg/6/", place=-1)
    ),
    PageCase("not_helped", role="gemeente3", find=of_state("/mijn/verzoeken/", "beantwoord", "hielp-niet/")),
    PageCase("joint_session", role="gemeente", find=joint_session),
]
