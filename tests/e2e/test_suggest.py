"""The search box that suggests: by keyboard, to a screen reader, and without a script."""

import json
import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.looking import violations


def test_suggestions_by_keyboard(page: Page, watch: Watch) -> None:
    page.goto("/zoeken/")
    box = page.get_by_role("combobox", name="Zoek in alle kennis")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("jong")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="Kies met de pijltjes")).to_have_text(
        re.compile(rf"^{options.count()} suggesties")
    )
    assert not violations(page), json.dumps(violations(page), ensure_ascii=False)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("jong")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/zoeken/$"))
    expect(page.locator("h1")).to_be_visible()


def test_enter_without_a_choice_searches_what_was_typed(page: Page, watch: Watch) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Zoek in alle kennis").press_sequentially("jong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zoeken/\?q=jong$"))


def test_suggestion_is_chosen_with_a_click(page: Page, watch: Watch) -> None:
    page.goto("/zoeken/")
    page.get_by_role("combobox", name="Zoek in alle kennis").press_sequentially("jongeren beslis eigen")
    page.get_by_role("option", name=re.compile("Jongeren beslissen")).click()
    expect(page.locator("h1")).to_contain_text("Jongeren beslissen")


def test_box_is_a_plain_box_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox", name="Zoek in alle kennis").fill("wijkagemt")
    page.keyboard.press("Enter")
    expect(page.locator(".kw-meant")).to_contain_text("Bedoelde u: wijkagent?")
    page.locator(".kw-meant a").click()
    expect(page.get_by_role("searchbox", name="Zoek in alle kennis")).to_have_value("wijkagent")
    context.close()
