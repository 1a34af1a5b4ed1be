"""Somebody of the pool answers an invitation on a phone, in a minute; and without login or script."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.pages.case import first_link
from tests.e2e.pages.of_help import INVITED, link_for
from tests.e2e.preparing import PASSWORD

PHONE = {"width": 390, "height": 844}


def test_expert_on_a_phone_answers_an_invitation(
    page: Page, log_in: Callable[[str], None], watch: Watch
) -> None:
    page.set_viewport_size(PHONE)
    log_in("deskundige")
    page.get_by_role("link", name="Uitnodigingen").click()
    page.get_by_role("link", name=re.compile("vraagt uw hulp")).first.click()
    expect(page.locator("h1")).to_contain_text("helpen?")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(page.locator(".kw-error-summary")).to_contain_text("Kies een antwoord.")
    page.get_by_label("Ja, ik doe mee").check()
    page.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(page.locator(".kw-alert--success")).to_contain_text("Het loket neemt contact met u op.")
    page.get_by_role("link", name="Bekijk uw opdracht").click()
    page.get_by_role("button", name="Ik ben begonnen").click()
    expect(page.locator(".kw-alert--success")).to_contain_text("De opdracht loopt.")
    page.get_by_label("Uw verslag").fill("Er ligt nu één lijst van panden.")
    page.get_by_role("button", name="Lever het verslag in").click()
    expect(page.locator("main")).to_contain_text("Verslag ingeleverd")
    # The browser reports the form that was not complete as an error in the console.
    watch.complaints = [line for line in watch.complaints if "status of 422" not in line]


def test_loket_invites_and_the_link_answers_without_login_and_without_a_script(
    browser: Browser, site: str
) -> None:
    desk = browser.new_context(base_url=site).new_page()
    desk.goto("/accounts/login/")
    desk.locator("input[name=login]").fill("loket@example.org")
    desk.locator("input[name=password]").fill(PASSWORD)
    desk.locator("main form button[type=submit]").first.click()
    desk.wait_for_url(re.compile(r"/mijn/"))
    # Somebody without an account: the loket passes the link on.
    asked = first_link("/loket/werkvoorraad/?stand=alles", INVITED)(desk)
    desk.goto(f"{asked}uitnodigen/sportmakelaar-tussen-school-en-club/")
    desk.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(desk.locator(".kw-alert--success")).to_contain_text("geef de link zelf door")
    address = link_for("Sportmakelaar")(desk)
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport=PHONE)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Nee, ik doe niet mee").check()
    page.get_by_label("Waarom niet?").select_option("te_ver")
    page.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(page.locator("h1")).to_have_text("Deze uitnodiging is gesloten")
    expect(page.locator("main")).to_contain_text("U zei nee.")
    context.close()
    desk.context.close()
