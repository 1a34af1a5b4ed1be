"""Two profiles of one person, in a browser: the loket asks, the owner opens one mail with the code of the other, and they are
one. Every page on the way is looked at: axe, three widths and the HTML checker."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import look_as_it_is, look_at_widths
from tests.e2e.test_pool import LINK_OF, link_in_mail, log_in_on, make_expert, new_page, shell

FIND = "from expertpool.doubles.finding import find_doubles; find_doubles()"
NAME = "from krachtwijken.accounts.models import User; User.objects.filter(email={email!r}).update(name={name!r})"


def ask_to_merge(browser: Browser, site: str, var: Path, first: str, second: str, surname: str) -> Page:
    """Two people with one name, whom the loket asks whether they are one; gives the page of the loket."""
    for slug, given in ((first, "Johanna"), (second, "J.")):
        make_expert(var, slug)
        shell(var, NAME.format(email=f"{slug}@example.org", name=f"{given} {surname}"))
    shell(var, FIND)
    desk = new_page(browser, site)
    log_in_on(desk, "loket")
    desk.goto("/loket/dubbel/")
    return desk


def keep_first(desk: Page, first: str) -> None:
    title = first.replace("-", " ").capitalize()
    card = desk.locator("main li", has_text=title)
    card.get_by_role("button", name=re.compile("houd het eerste")).click()
    expect(desk.locator(".kw-alert--success")).to_contain_text("Beide adressen kregen een mail")


def test_two_profiles_become_one_on_pages_that_are_accessible(
    browser: Browser, site: str, prepared_var: Path
) -> None:
    first, second = "buurtregisseur-oud-adres", "buurtregisseur-nieuw-adres"
    desk = ask_to_merge(browser, site, prepared_var, first, second, "Zwanenburgh")
    look_at_widths(desk, "/loket/dubbel/")
    keep_first(desk, first)
    link = link_in_mail(prepared_var, f"{first}@example.org", "/pool/samenvoegen/")
    code = re.search(r"\b\d{4} \d{4}\b", shell(prepared_var, LINK_OF.format(to=f"{second}@example.org")))
    assert code
    owner = new_page(browser, site)
    look_at_widths(owner, link)
    owner.locator("main input[name=code]").fill("1234 0000")
    owner.get_by_role("button", name="Ja, voeg mijn profielen samen").click()
    expect(owner.locator(".kw-error-summary")).to_contain_text("Deze code klopt niet")
    look_as_it_is(owner)
    owner.locator("main input[name=code]").fill(code.group())
    owner.get_by_role("button", name="Ja, voeg mijn profielen samen").click()
    expect(owner.locator("h1")).to_have_text("Uw profielen zijn samengevoegd")
    look_as_it_is(owner)
    answer = owner.goto(f"/pool/{second}/")
    assert answer is not None
    assert answer.status == 404
    for page in (desk, owner):
        page.context.close()


@pytest.mark.slow
def test_pages_of_merging_profiles_are_valid_html(
    browser: Browser, site: str, prepared_var: Path, tmp_path: Path, checker: Callable[[Path], list[str]]
) -> None:
    first, second = "pleinmeester-oud-adres", "pleinmeester-nieuw-adres"
    desk = ask_to_merge(browser, site, prepared_var, first, second, "Roozenbeek")
    pages = {"doubles": desk.request.get("/loket/dubbel/").text()}
    keep_first(desk, first)
    owner = new_page(browser, site)
    link = link_in_mail(prepared_var, f"{first}@example.org", "/pool/samenvoegen/")
    pages["asked"] = owner.request.get(link).text()
    owner.goto(link)
    owner.get_by_role("button", name="Nee, dit is iemand anders").click()
    expect(owner.locator("h1")).to_have_text("Er verandert niets")
    pages["denied"] = owner.content()
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    found = checker(tmp_path)
    assert not found, "\n".join(found)
    for page in (desk, owner):
        page.context.close()
