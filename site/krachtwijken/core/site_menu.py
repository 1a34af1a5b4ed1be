"""The pages that stand in the footer of every page."""

from dataclasses import dataclass

from django.core.cache import cache
from wagtail.models import Page

KEY = "footer-pages"
SECONDS = 60


@dataclass(frozen=True)
class FooterEntry:
    url: str
    title: str


def footer_entries() -> list[FooterEntry]:
    """Live standard pages: those directly below the home page that ask for it. Read once a minute."""
    entries = cache.get(KEY)
    if entries is None:
        pages = (
            Page.objects.live().public().filter(depth=3, contentpage__show_in_footer=True).order_by("path")
        )
        entries = [FooterEntry(page.url or "/", page.title) for page in pages]
        cache.set(KEY, entries, SECONDS)
    return entries
