"""Take the pictures of the handbook from a site that runs with the example content. Needs Chromium and Playwright, which
only tests and this have."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from krachtwijken.core.handbook.chapters import Task, chapters

SIZE = {"width": 1000, "height": 620}
# Small enough to come along with a page, sharp enough to read.
WIDEST, QUALITY = 800, 55
# The browser itself would ask the network for things hundreds of times.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take_pictures(
    *, site: str, password: str, browser: str, folder: Path, tell: Callable[[str], None]
) -> int:
    """One file a task, over the one that was there. `browser` is the path of Chromium. Gives how many were taken."""
    from playwright.sync_api import sync_playwright  # inline: not installed where the site serves

    taken = 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        pages: dict[str, Any] = {}
        for chapter in chapters().values():
            for task in chapter.tasks:
                role = task.shot.role
                if role not in pages:
                    pages[role] = _enter(chromium, site, role, password)
                (folder / f"{task.slug}.webp").write_bytes(_shrink(_take(pages[role], site, task)))
                tell(task.slug)
                taken += 1
        chromium.close()
    return taken


def _enter(chromium: Any, site: str, role: str, password: str) -> Any:
    page = chromium.new_context(viewport=SIZE, locale="nl-NL").new_page()
    if role:
        page.goto(f"{site}/accounts/login/")
        page.locator("input[name=login]").fill(f"{role}@example.org")
        page.locator("input[name=password]").fill(password)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile("/mijn/"))
    return page


def _take(page: Any, site: str, task: Task) -> bytes:
    page.goto(f"{site}{task.shot.path}")
    for selector in task.shot.follow:
        page.locator(selector).first.click()
        page.wait_for_load_state()
    if task.shot.show:
        page.locator(task.shot.show).first.evaluate("part => part.scrollIntoView({block: 'start'})")
    shot: bytes = page.screenshot()
    return shot


def _shrink(shot: bytes) -> bytes:
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST))
    file = BytesIO()
    picture.save(file, "WEBP", quality=QUALITY, method=6)
    return file.getvalue()
