"""Cases, wijken, centres and problems; comparing, lists, sharing and reporting."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.pages.case import PageCase, first_link


def compare(page: Page) -> str:
    """Three cases side by side, with the first conditions ticked."""
    page.goto("/kennis/")
    keys = page.locator(".kw-keep-form input[name=page]").evaluate_all("rows => rows.map(row => row.value)")
    page.goto("/vergelijken/?" + "&".join(f"p={key}" for key in keys[:3]))
    page.locator("input[name=v]").first.check()
    page.locator("button[form=vinkjes]").click()
    page.wait_for_url("**v=*")
    return page.url


def keep(page: Page) -> str:
    """A list of two cases, one with a note."""
    page.goto("/kennis/")
    for _ in range(2):
        page.locator(".kw-keep-form button").first.click()
        page.wait_for_load_state()
    page.goto("/lijst/")
    page.locator("textarea").first.fill("Past dit bij onze flats?")
    page.locator("button[value=bewaar]").first.click()
    page.locator(".kw-alert--success").wait_for()
    return page.url


def appendix(page: Page) -> str:
    return f"{keep(page)}bijlage/"


SHARED_TEXT = (
    "Buurtkamer\n\nAanleiding\nOuderen zaten alleen.\n\nKader\nDe Wmo.\n\nDoel\nElke week iemand spreken."
)


def contribution(path: str) -> Callable[[Page], str]:
    """A draft from a pasted text, of the gemeente that is logged in; then the page with this path."""

    def find(page: Page) -> str:
        page.goto("/kennis/delen/bestand/tekst/")
        page.locator("textarea[name=text]").fill(SHARED_TEXT)
        page.get_by_role("button", name="Verdeel de tekst").click()
        page.wait_for_url("**/controle/**")
        return page.url.replace("/kennis/delen/controle/", path)

    return find


PAGES = [
    PageCase("cases", "/kennis/"),
    PageCase("cases_filtered", "/kennis/?thema=wonen&status=gestopt"),
    PageCase("cases_none", "/kennis/?gemeente=bestaat-niet"),
    PageCase("practice", find=first_link("/kennis/?soort=practice", ".kw-card__title a")),
    PageCase("experiment", find=first_link("/kennis/?soort=experiment", ".kw-card__title a")),
    PageCase("practice_attachments", "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/"),
    PageCase("schemes", "/kennis/regelingen/"),
    PageCase("scheme", "/kennis/regelingen/wet-bibob/"),
    PageCase("problems", "/kennis/problemen/"),
    PageCase("problem", find=first_link("/kennis/problemen/", "main .kw-problems a")),
    PageCase("link_report", "/mijn/bronnen/", role="redactie"),
    PageCase("theme", "/kennis/themas/wonen/"),
    PageCase("gap_map", "/kennis/bewijskaart/"),
    PageCase("problem_map", "/kennis/bewijskaart/problemen/"),
    PageCase("compare", find=compare),
    PageCase(
        "fit",
        find=first_link(
            "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/", "a[href*=past-dit]"
        ),
    ),
    PageCase("compare_none", "/vergelijken/?p=0"),
    PageCase("shortlist_empty", "/lijst/"),
    PageCase("shortlist", find=keep),
    PageCase("shortlist_appendix", find=appendix),
    PageCase("shortlist_gone", "/lijst/bestaat-niet/", status=404),
    PageCase("shortlists", "/mijn/lijsten/", role="gemeente"),
    PageCase("wijken", "/wijken/"),
    PageCase("wijk", find=first_link("/wijken/", "main .kw-columns a")),
    PageCase("centres", "/kenniscentra/"),
    PageCase("centre", find=first_link("/kenniscentra/", ".kw-card__title a")),
    PageCase("sharing", "/kennis/delen/"),
    PageCase("sharing_new", "/kennis/delen/nieuw/", role="gemeente"),
    PageCase("sharing_text", "/kennis/delen/bestand/tekst/", role="gemeente"),
    PageCase("sharing_step", role="gemeente", find=contribution("/kennis/delen/stap/probleem/")),
    PageCase("sharing_labels", role="gemeente", find=contribution("/kennis/delen/stap/onderwerp/")),
    PageCase("sharing_rest", role="gemeente", find=contribution("/kennis/delen/rest/")),
    PageCase("sharing_files", role="gemeente", find=contribution("/kennis/delen/bestand/bijlagen/")),
    PageCase("sharing_check", role="gemeente", find=contribution("/kennis/delen/controle/")),
    PageCase("sharing_own", role="gemeente", find=lambda page: contribution("")(page) and "/mijn/bijdragen/"),
    PageCase("report_approach", "/kennis/melden/"),
    PageCase(
        "report_doubt",
        find=first_link(
            "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/", "a[href*=klopt-dit-nog]"
        ),
    ),
    PageCase(
        "report_replication",
        find=first_link(
            "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/", "a[href*=overname-melden]"
        ),
    ),
    PageCase("validity", "/mijn/geldigheid/", role="redactie"),
    PageCase("reports", "/mijn/meldingen/", role="redactie"),
]
