"""Every template of the platform, as an address and the role that sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

PROBLEM = (
    "In onze wijk staan jongeren tot laat op straat rond het winkelcentrum. Bewoners durven er 's avonds niet langs. "
    "De wijkagent wisselt steeds en het jongerenwerk is om zes uur dicht. Veel van deze jongens zitten zonder school "
    "of werk thuis. Hun ouders spreken weinig Nederlands en vinden de weg naar hulp niet."
)


@dataclass(frozen=True)
class PageCase:
    """`find` walks to a page whose address is not known beforehand and gives its path."""

    name: str
    path: str = ""
    role: str = ""
    status: int = 200
    find: Callable[[Page], str] | None = None


def first_link(start: str, selector: str) -> Callable[[Page], str]:
    def find(page: Page) -> str:
        page.goto(start)
        address = page.locator(selector).first.get_attribute("href")
        assert address
        return address

    return find


def ask(page: Page) -> str:
    """Paste a problem and come out on its package."""
    page.goto("/antwoord/")
    page.locator("main textarea[name=text]").fill(PROBLEM)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/antwoord/*/")
    return page.url


def answer_appendix(page: Page) -> str:
    return f"{ask(page)}bijlage/"


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


def saved(tail: str) -> Callable[[Page], str]:
    """Save a search as the gemeente that is logged in, and go to one of its pages."""

    def find(page: Page) -> str:
        page.goto("/mijn/zoekvragen/nieuw/?q=jongeren+op+straat&thema=veiligheid")
        page.get_by_role("button", name="Bewaar").click()
        page.wait_for_url("**/mijn/zoekvragen/")
        address = page.locator(".kw-card__title a").first.get_attribute("href")
        assert address
        return address + tail

    return find


PAGES = [
    PageCase("home", "/"),
    PageCase("cases", "/kennis/"),
    PageCase("cases_filtered", "/kennis/?thema=wonen&status=gestopt"),
    PageCase("cases_none", "/kennis/?gemeente=bestaat-niet"),
    PageCase("practice", find=first_link("/kennis/?soort=practice", ".kw-card__title a")),
    PageCase("experiment", find=first_link("/kennis/?soort=experiment", ".kw-card__title a")),
    PageCase("practice_attachments", "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/"),
    PageCase("schemes", "/kennis/regelingen/"),
    PageCase("scheme", "/kennis/regelingen/wet-bibob/"),
    PageCase("compare", find=compare),
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
    PageCase("about", "/over-krachtwijken/"),
    PageCase("search_empty", "/zoeken/"),
    PageCase("search_found", "/zoeken/?q=jongeren+op+straat"),
    PageCase(
        "search_filtered",
        "/zoeken/?q=jongeren&soort=case&thema=veiligheid&gemeente=rotterdam&van=2010&sorteer=nieuw",
    ),
    PageCase("search_bad_year", "/zoeken/?q=jongeren&van=20x5"),
    PageCase("search_dead_end", "/zoeken/?q=schulden&thema=werken&status=gestopt&bewijs=3c"),
    PageCase("search_alike", "/zoeken/?q=jongeren&lijkt_op=arnhem-klarendal"),
    PageCase("search_vague", "/zoeken/?q=de+het+een"),
    PageCase("search_similar", find=first_link("/zoeken/?q=jongeren&soort=case", ".kw-hit__more")),
    PageCase("search_documents", "/zoeken/?q=ronde+regen+windkracht&soort=document"),
    PageCase("search_meant", "/zoeken/?q=wijkagemt"),
    PageCase("search_nothing", "/zoeken/?q=qqqqxxzz"),
    PageCase("asked", "/zoeken/gevraagd/"),
    PageCase("saved_searches", "/mijn/zoekvragen/", role="gemeente"),
    PageCase("saved_new", "/mijn/zoekvragen/nieuw/?q=jongeren+op+straat&thema=wonen", role="gemeente"),
    PageCase("saved_new_problem", "/mijn/zoekvragen/nieuw/", role="gemeente"),
    PageCase("saved_one", role="gemeente", find=saved("")),
    PageCase("saved_edit", role="gemeente", find=saved("wijzigen/")),
    PageCase("saved_delete", role="gemeente", find=saved("weggooien/")),
    PageCase("saved_list_filled", role="gemeente", find=saved("../")),
    PageCase("answer_form", "/antwoord/"),
    PageCase("answer", find=ask),
    PageCase("answer_appendix", find=answer_appendix),
    PageCase("pool", "/pool/"),
    PageCase("profile", find=first_link("/pool/", ".kw-card__title a")),
    PageCase("desk", "/loket/"),
    PageCase("login", "/accounts/login/"),
    PageCase("password_reset", "/accounts/password/reset/"),
    PageCase("signup_closed", "/accounts/signup/"),
    PageCase("not_found", "/bestaat-niet/", status=404),
    PageCase("forbidden", "/loket/werkvoorraad/", role="gemeente", status=403),
    PageCase("mine", "/mijn/", role="gemeente"),
    PageCase("own_requests", "/mijn/verzoeken/", role="gemeente"),
    PageCase(
        "own_request",
        role="gemeente",
        find=first_link("/mijn/verzoeken/", "main a[href^='/mijn/verzoeken/KW']"),
    ),
    PageCase("wizard", "/loket/aanvraag/", role="gemeente"),
    PageCase("own_profile", "/mijn/profiel/", role="deskundige"),
    PageCase("work_list", "/loket/werkvoorraad/", role="loket"),
    PageCase(
        "request",
        role="loket",
        find=first_link("/loket/werkvoorraad/", "main a[href^='/loket/werkvoorraad/KW']"),
    ),
    PageCase("pool_desk", "/loket/profielen/", role="loket"),
    PageCase(
        "pool_desk_adjust",
        role="loket",
        find=first_link("/loket/profielen/", "main .kw-table a"),
    ),
    PageCase("second_factor", "/accounts/2fa/", role="beheer"),
    PageCase("password_change", "/accounts/password/change/", role="beheer"),
    PageCase("sessions", "/accounts/sessions/", role="beheer"),
]
