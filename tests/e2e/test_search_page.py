"""Filters, order, reasons and likes of the results page in a real browser, with scripts switched off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="nl-NL", viewport=WIDE)
    yield context.new_page()
    context.close()


def test_visitor_filters_with_the_keyboard_on_a_wide_screen(plain_page: Page) -> None:
    page = plain_page
    page.goto("/zoeken/?q=jongeren")
    box = page.get_by_role("checkbox", name="Veiligheid")
    expect(box).to_be_visible()
    expect(page.locator(".kw-filters__summary")).to_be_hidden()
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**thema=veiligheid**")
    chip = page.locator(".kw-chip")
    expect(chip).to_have_count(1)
    found = page.locator(".kw-results-count").inner_text()
    chip.click()
    expect(page.locator(".kw-chip")).to_have_count(0)
    assert page.locator(".kw-results-count").inner_text() != found


def test_filters_wait_behind_their_summary_on_a_phone(plain_page: Page) -> None:
    page = plain_page
    page.set_viewport_size(PHONE)
    page.goto("/zoeken/?q=jongeren")
    expect(page.get_by_label("Tot en met")).to_be_hidden()
    page.locator(".kw-filters__summary").click()
    page.get_by_label("Tot en met").fill("2010")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".kw-chip")).to_contain_text("tot en met 2010")
    expect(page.get_by_label("Tot en met")).to_be_hidden()


def test_result_says_why_and_leads_to_more_like_it(plain_page: Page) -> None:
    page = plain_page
    page.goto("/zoeken/?q=jongeren+op+straat")
    page.locator(".kw-tabs a", has_text="Aanpakken").click()
    hit = page.locator(".kw-hit").first
    title = hit.locator(".kw-card__title").inner_text()
    hit.locator("summary").click()
    expect(hit.locator(".kw-why__words")).to_contain_text("jongeren")
    hit.get_by_role("link", name="Meer zoals dit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meer zoals dit")
    expect(page.locator(".kw-lead")).to_contain_text(title)
    expect(page.locator(".kw-hit .kw-card__title", has_text=title)).to_have_count(0)
    page.locator(".kw-tabs a", has_text="Wijken").click()
    expect(page.locator(".kw-lead")).to_contain_text(title)


SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_results_stay_where_they_are_while_the_page_loads(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(SHIFTS)
    page.goto("/zoeken/?q=jongeren+op+straat")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    # What browsers call good is 0.1; here nothing has a reason to move.
    assert page.evaluate("window.shifted") < 0.01
