"""Searching, following a search, and the answer to a pasted problem."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.pages.case import PROBLEM, PageCase, first_link


def ask(page: Page) -> str:
    """Paste a problem and come out on its package."""
    page.goto("/antwoord/")
    page.locator("main textarea[name=text]").fill(PROBLEM)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/antwoord/*/")
    return page.url


def answer_appendix(page: Page) -> str:
    return f"{ask(page)}bijlage/"


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
]
