"""A crawl of the running site, as a visitor and as each role: every link of our own leads somewhere, and is in Dutch."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import APIResponse, Page

# Pages of one folder are alike, and so is one page with other filters: so many of each are opened. A visitor sees the most
# pages; roles look at what is theirs beside it. The site refuses who asks for too many lists or feeds in a row.
OF_A_KIND_FOR_A_VISITOR = 12
OF_A_KIND_FOR_A_ROLE = 4
WITH_FILTERS = 4
MOST_PAGES = 400
ROLES = ("", "gemeente", "deskundige", "kenniscentrum", "loket", "accountmanager", "redactie", "beheer")
# The content management is Wagtail's own.
NOT_OURS = ("/admin/", "/django-admin/", "/documents/")
LINK = re.compile(
    r"""<(?:a|link|img|script|source)\b[^>]*?\s(?:href|src)\s*=\s*["']([^"']+)["']""", re.IGNORECASE
)
# What Python or a library says where a Dutch word belongs.
FOREIGN = re.compile(
    r">\s*(?:True|False|None)\s*<|kw-badge\">\s*</span>|Zorg ervoor dat deze waarde|Moderators approval"
    r"|\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}|\b\d{5,}(?= (?:bewoners|resultaten|profielen))"
)


def kind_of(address: str) -> str:
    """Pages below the same folder are of one kind, and so are all filters of one page."""
    parts = urlsplit(address)
    if parts.query:
        return f"{parts.path}?"
    return parts.path.rstrip("/").rsplit("/", 1)[0] if parts.path.count("/") > 2 else parts.path


def links_in(text: str, address: str) -> Iterator[str]:
    for found in LINK.findall(text):
        link = urldefrag(urljoin(address, found.replace("&amp;", "&")))[0]
        if urlsplit(link).netloc == urlsplit(address).netloc and not urlsplit(link).path.startswith(NOT_OURS):
            yield link


def crawl(get: Callable[[str], APIResponse], start: str, most: int) -> tuple[list[str], list[str]]:
    """What is wrong, and which addresses were opened; of each kind at most so many."""
    waiting: deque[tuple[str, str]] = deque([(start, "")])
    seen, wrong, opened = {start}, [], []
    of_kind: dict[str, int] = {}
    while waiting and len(opened) < MOST_PAGES:
        address, came_from = waiting.popleft()
        response = get(address)
        opened.append(address)
        if response.status != 200:
            wrong.append(f"{response.status} {address} (linked from {came_from})")
            continue
        if "text/html" not in response.headers.get("content-type", ""):
            continue
        text = response.text()
        wrong.extend(f"{word!r} on {address}" for word in FOREIGN.findall(text))
        for link in links_in(text, response.url):
            kind = kind_of(link)
            if link not in seen and of_kind.get(kind, 0) < (WITH_FILTERS if kind.endswith("?") else most):
                seen.add(link)
                of_kind[kind] = of_kind.get(kind, 0) + 1
                waiting.append((link, address))
    return wrong, opened


@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ROLES)
def test_every_own_link_leads_somewhere_and_speaks_dutch(
    page: Page, site: str, log_in: Callable[[str], None], role: str
) -> None:
    if role:
        log_in(role)
    start = f"{site}/mijn/" if role else f"{site}/"
    wrong, opened = crawl(page.request.get, start, OF_A_KIND_FOR_A_ROLE if role else OF_A_KIND_FOR_A_VISITOR)
    assert not wrong, "\n".join(wrong)
    assert 20 < len(opened) < MOST_PAGES, "the crawl came to an end"
    if role in {"loket", "beheer"}:
        assert f"{site}/loket/profielen/" in opened, "the pool of the loket is linked"
