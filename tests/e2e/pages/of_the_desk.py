"""What the loket does with requests, rules and parts of a question."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.pages.case import PageCase, first_link, of_state
from tests.e2e.preparing import PASSWORD


def merge_confirm(page: Page) -> str:
    """What goes where, before two requests become one. It answers to a form, so it is filled in by somebody whose session
    ended, and stands there again after the login."""
    page.goto("/loket/werkvoorraad/")
    rows = page.locator("tr:has(.kw-tag--status-ingediend) a[href*='/loket/werkvoorraad/KW']")
    for address in rows.evaluate_all("rows => rows.map(row => row.getAttribute('href'))"):
        path = f"{address}samenvoegen/"
        page.goto(path)
        if page.locator("main input[name=into]").count():
            break
    page.locator("main input[name=into]").first.check()
    page.get_by_label("Waarom is het hetzelfde?").fill("Beide gaan over dezelfde straat.")
    page.context.clear_cookies(name="sessionid")
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=login]").fill("loket@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Ja, voeg samen").wait_for()
    return path


def linked_request(page: Page) -> str:
    """The question before a request is taken out of a joint question."""
    path = parts("verband/")(page)
    page.goto("/loket/werkvoorraad/")
    references = page.locator("main a[href*='/loket/werkvoorraad/KW']").all_inner_texts()
    page.goto(path)
    if not page.get_by_label("Bericht aan alle gemeenten").count():
        other = next(reference for reference in references if reference not in path)
        page.get_by_label("Kenmerk van het andere verzoek").fill(other)
        page.get_by_label("Waar gaat de gezamenlijke vraag over?").fill("Rust op straat")
        page.get_by_role("button", name="Koppel").click()
        page.get_by_label("Bericht aan alle gemeenten").wait_for()
    return f"{path}los/"


def parts(tail: str = "deelvragen/") -> Callable[[Page], str]:
    """Of the request that is divided over centres."""
    return of_state("/loket/werkvoorraad/?stand=in_behandeling&eigenaar=mij", "in_behandeling", tail)


def part_of(centre: str) -> Callable[[Page], str]:
    def find(page: Page) -> str:
        page.goto(parts()(page))
        address = page.locator("main h3 a", has_text=centre).first.get_attribute("href")
        assert address
        return address

    return find


def gather(page: Page) -> str:
    """The page of the one answer, once nothing waits any more."""
    page.goto(part_of("Movisie")(page))
    if page.get_by_role("button", name="Trek deze deelvraag in").count():
        page.get_by_role("button", name="Trek deze deelvraag in").click()
        page.get_by_role("button", name="Ja, trek in").click()
    return parts("antwoord/")(page)


def report_of_rule(page: Page) -> str:
    return first_link("/loket/regels/", "main a[href$='/regel/']")(page)


# A dossier whose clock runs, and one without.
TIMED = "main .kw-card:has-text('Openbaar sinds') .kw-card__title a"
UNTIMED = "main .kw-card:not(:has-text('Openbaar sinds')) .kw-card__title a"


def rule_dossier(page: Page) -> str:
    """Made of the first report that has none, or the one that is there."""
    page.goto("/loket/regels/")
    if not page.locator(UNTIMED).count():
        page.goto(report_of_rule(page))
        page.get_by_label("Wat blokkeert de regel?").fill("Jongeren wachten vier weken op hulp.")
        page.get_by_role("button", name="Maak het dossier").click()
        return page.url
    return first_link("/loket/regels/", UNTIMED)(page)


PAGES = [
    PageCase(
        "proposal_make",
        role="loket",
        find=of_state("/loket/werkvoorraad/?stand=in_behandeling", "in_behandeling", "voorstel/"),
    ),
    PageCase("work_list", "/loket/werkvoorraad/", role="loket"),
    PageCase(
        "request",
        role="loket",
        find=first_link("/loket/werkvoorraad/", "main a[href^='/loket/werkvoorraad/KW']"),
    ),
    PageCase("work_list_late", "/loket/werkvoorraad/?stand=te-laat&soort=topdog&eigenaar=mij", role="loket"),
    PageCase(
        "request_kind",
        role="loket",
        find=lambda page: (
            first_link("/loket/werkvoorraad/", "main a[href^='/loket/werkvoorraad/KW']")(page) + "soort/"
        ),
    ),
    PageCase(
        "request_problems",
        role="loket",
        find=lambda page: (
            first_link("/loket/werkvoorraad/?stand=ingediend", "main a[href^='/loket/werkvoorraad/KW']")(page)
            + "problemen/"
        ),
    ),
    PageCase("post", "/loket/post/", role="loket"),
    PageCase("post_mail", role="loket", find=first_link("/loket/post/", ".kw-card__title a")),
    PageCase(
        "recall",
        role="loket",
        find=of_state("/loket/werkvoorraad/?stand=voorgesteld", "voorgesteld", "terughalen/"),
    ),
    PageCase("merge", role="loket", find=of_state("/loket/werkvoorraad/", "ingediend", "samenvoegen/")),
    PageCase("merge_confirm", role="loket", find=merge_confirm),
    PageCase("rules", "/loket/regels/", role="loket"),
    PageCase("rule_of_request", role="loket", find=report_of_rule),
    PageCase("rule", role="loket", find=rule_dossier),
    PageCase("rule_with_clock", role="loket", find=first_link("/loket/regels/", TIMED)),
    PageCase("joint", role="loket", find=parts("verband/")),
    PageCase("unlink", role="loket", find=linked_request),
    PageCase("parts", role="loket", find=parts()),
    PageCase("assign_owner", role="loket", find=parts("eigenaar/")),
    PageCase("desk_part", role="loket", find=part_of("Platform31")),
    PageCase("own_parts", "/mijn/deelvragen/", role="kenniscentrum"),
    PageCase("desk_part_aside", role="loket", find=lambda page: f"{part_of('Platform31')(page)}gesprek/"),
    PageCase(
        "own_part",
        role="kenniscentrum",
        find=first_link("/mijn/deelvragen/", "main a[href^='/mijn/deelvragen/']"),
    ),
    PageCase(
        "part_correct",
        role="kenniscentrum2",
        find=lambda page: (
            first_link("/mijn/deelvragen/", "main li:has(.kw-tag--status-beantwoord) a")(page) + "verbeteren/"
        ),
    ),
    PageCase("one_answer", role="loket", find=gather),
    PageCase("figures", "/loket/cijfers/", role="loket"),
]
