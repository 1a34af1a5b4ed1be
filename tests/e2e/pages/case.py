"""A template as an address and the role that sees it, and how an address is found."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

# Who helped with a case that waits, beside the example accounts (`filling.py`).
HELPER = "meelezer"
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


def of_state(start: str, state: str, tail: str = "", *, place: int = 0) -> Callable[[Page], str]:
    """The request in this state at a place of a list, the newest first, or a page below it."""

    def find(page: Page) -> str:
        row = f"tr:has(.kw-tag--status-{state}) a"
        return f"{first_link(start, row, place)(page)}{tail}"

    return find


def first_link(start: str, selector: str, place: int = 0) -> Callable[[Page], str]:
    def find(page: Page) -> str:
        page.goto(start)
        address = page.locator(selector).nth(place).get_attribute("href")
        assert address
        return address

    return find
