"""An editor of a centre, from login to a page that is found: another centre reads along, then the redactie publishes."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.preparing import PASSWORD

TITLE = "Naaicafé tegen eenzaamheid"
CRITERIA = ("relevance", "participation", "results", "transfer")
DESK = {"width": 1280, "height": 900}


def enter(browser: Browser, site: str, name: str) -> Page:
    """Each in a browser of its own."""
    page = browser.new_context(base_url=site, locale="nl-NL", viewport=DESK).new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{name}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/mijn/"))
    return page


def send_in(page: Page) -> None:
    """A case in the own section, with one outcome."""
    items = page.request.get("/admin/api/main/pages/?type=knowledge.CentrePage").json()["items"]
    own = next(item["id"] for item in items if item["title"] == "Movisie")
    page.goto(f"/admin/pages/{own}/add_subpage/")
    page.get_by_role("link", name="Aanpak", exact=True).click()
    for name, text in {
        "title": TITLE, "summary": "Vrouwen herstellen kleding en leren elkaar kennen.",
        "problem_text": "Veel vrouwen kwamen de deur niet uit.", "target_group": "Vrouwen die alleen wonen",
        "goal": "Elke week een plek om naartoe te gaan.", "results": "Er komen dertig vrouwen per week.",
        "what_did_not_work": "In de zomer kwam niemand.", "period_from": "2021",
    }.items():  # fmt: skip
        page.locator(f"#id_{name}").fill(text)
    expect(page.locator("#id_status")).to_have_value("")
    page.locator("#id_status").select_option(label="Loopt nog")
    page.get_by_label("Integreren", exact=True).check()
    page.get_by_role("button", name="Blok invoegen").first.click()
    page.get_by_role("option", name="Citaat").click()
    page.locator("[name=approach-0-value-text]").fill("Elke dinsdag staan er tien naaimachines klaar.")
    page.get_by_role("heading", name="Uitkomsten: wat veranderde").click()
    page.locator("#id_outcomes-ADD").click()
    page.locator("#id_outcomes-0-indicator").fill("Vrouwen per week")
    page.locator("#id_outcomes-0-source").fill("Telling, 2023")
    # The page that comes back, not the one that is sent: a choice made there would be lost.
    with page.expect_event("domcontentloaded"):
        press(page, "action-submit")
    expect(page.locator("#id_outcomes-0-domain")).to_have_value("")
    page.locator("#id_outcomes-0-domain").select_option(label="Ontmoeten en meedoen")
    # Now that nothing is missing the page saves itself; it is sent in that very moment, and is there once.
    press(page, "action-submit")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    # By its title: a list of all pages of the centre gives the first twenty.
    by_title = {"child_of": own, "title": TITLE}
    found = page.request.get("/admin/api/main/pages/", params=by_title).json()["items"]
    assert [item["title"] for item in found] == [TITLE]


def press(page: Page, name: str) -> None:
    page.locator("footer").get_by_role("button", name="Meer acties").click()
    page.locator(f"button[name={name}]").click()


def read_along(page: Page) -> None:
    """As another centre, with the four questions of the checklist."""
    page.goto("/admin/")
    waiting = page.locator("tr", has_text=TITLE)
    waiting.get_by_role("button", name="Acties").click()
    page.locator("[data-workflow-action-url*='/approve/']:visible").click()
    dialog = page.get_by_role("dialog")
    for name in CRITERIA:
        dialog.locator(f"input[name={name}][value=ja]").check()
    dialog.locator("[type=submit]").click()
    # The page comes after the review was kept and the next reader was told.
    expect(waiting).to_have_count(0, timeout=20_000)


def publish(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("footer").get_by_role("button", name="Meer acties").click()
    page.locator("footer [data-workflow-action-name=approve]").first.click()
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))


def test_editor_of_a_centre_writes_and_after_two_reviews_it_is_found(browser: Browser, site: str) -> None:
    editor = enter(browser, site, "kenniscentrum")
    send_in(editor)
    visitor = browser.new_context(base_url=site, locale="nl-NL").new_page()
    visitor.goto("/kennis/?uitkomst=meedoen&sorteer=titel")
    expect(visitor.get_by_role("link", name=TITLE)).to_have_count(0)

    read_along(enter(browser, site, "kenniscentrum2"))
    publish(enter(browser, site, "redactie"))

    for _ in range(40):
        visitor.goto("/zoeken/?q=naaicafé")
        if visitor.get_by_role("link", name=TITLE).count():
            break
        visitor.wait_for_timeout(250)
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.locator("#beoordeling")).to_be_visible()
    expect(visitor.get_by_role("table", name="Uitkomsten")).to_contain_text("Ontmoeten en meedoen")

    editor.goto("/admin/")
    editor.get_by_role("link", name="Cijfers").click()
    expect(editor.get_by_role("row", name=re.compile(TITLE))).to_contain_text("minder dan 3")
