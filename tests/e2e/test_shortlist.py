"""A visitor keeps, arranges, shares and compares, with scripts switched off."""

from playwright.sync_api import Browser, expect


def test_list_is_kept_shared_and_compared_without_scripts(browser: Browser, site: str) -> None:
    maker = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    maker.goto("/kennis/")
    for _ in range(3):
        maker.locator(".kw-keep-form button").first.click()
    maker.get_by_role("link", name="Uw lijst", exact=True).click()
    titles = maker.locator(".kw-list__item h2")
    expect(titles).to_have_count(3)
    last = titles.nth(2).inner_text().partition(". ")[2]
    maker.locator("input[name=title]").fill("Bijlage jeugd")
    maker.locator("button[value^=omhoog]").nth(2).click()
    expect(titles.nth(1)).to_contain_text(last)
    expect(maker.locator("h1")).to_have_text("Bijlage jeugd")
    address = maker.url
    reader = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    assert reader.goto(address).status == 404
    maker.get_by_role("button", name="Deel met een link").click()
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Bijlage jeugd")
    expect(reader.locator("textarea")).to_have_count(0)
    for number in range(2):
        reader.locator("input[name=p]").nth(number).check()
    reader.get_by_role("button", name="Vergelijk deze").click()
    expect(reader.locator(".kw-compare__case")).to_have_count(2)
    maker.get_by_role("button", name="Stop met delen").click()
    assert reader.goto(address).status == 404
