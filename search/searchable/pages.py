"""What all kinds of pages have in common."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.query import PageQuerySet

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel, Wijk
from krachtwijken.core.visibility import pages_visible_to
from search.registry import Rows
from search.searchable.audience import terms_of
from search.types import PROBLEM_PREFIX, Document

Section = tuple[str, str]
# What every hit shows of a page: most of the time of a page of results went into columns that nobody read.
SHOWN = ("title", "url_path", "summary", "is_example")


def page_document(
    kind: str,
    page: Any,
    sections: Sequence[Section],
    themes: Sequence[str] = (),
    labels: Sequence[str] = (),
    facts: Sequence[str] = (),
) -> Document | None:
    """The summary comes first; None when nobody may read the page."""
    terms = terms_of(page.get_view_restrictions())
    if not page.live or not terms:
        return None
    filled = [(heading, text) for heading, text in [("", page.summary), *sections] if text]
    return Document(kind, page.pk, page.title, filled, terms, themes, labels, facts)


def visible_pages(
    model: type[Page],
    columns: Sequence[str] = (),
    joined: Sequence[str] = (),
    prefetched: Sequence[Any] = (),
) -> Rows:
    """Besides what every hit shows: more columns, relations to join, relations to prefetch."""

    def rows(viewer: Viewer, pks: Sequence[int]) -> Iterable[Any]:
        pages: PageQuerySet = pages_visible_to(viewer, model.objects.filter(pk__in=pks)).order_by()
        pages = pages.only(*SHOWN, *columns)
        if joined:
            pages = pages.select_related(*joined)
        return pages.prefetch_related(*prefetched)

    return rows


def live_pages(model: type[Page], *relations: str) -> Iterator[Any]:
    """With what their documents tell of, read for many at once."""
    return model.objects.live().prefetch_related(*relations).iterator(chunk_size=200)


def section_texts(stream: Any, *, block_types: Sequence[str], heading: str = "") -> list[Section]:
    """Heading and plain text of the blocks of these types; `heading` for a block that has none of its own."""
    return [
        (str(block.value.get("heading", heading)), strip_tags(str(block.value.get("text", ""))))
        for block in stream
        if block.block_type in block_types
    ]


def place_names(wijken: Iterable[Wijk]) -> list[str]:
    """Each wijk and gemeente once: who looks for a place by name finds what was tried there."""
    names = [name for wijk in wijken for name in (wijk.name, wijk.gemeente.name)]
    return list(dict.fromkeys(names))


def problem_labels(problems: Iterable[ProblemLabel]) -> list[str]:
    return [f"{PROBLEM_PREFIX}:{problem.code}" for problem in problems]


def place_labels(wijken: Iterable[Wijk]) -> list[str]:
    labels = [label for wijk in wijken for label in (f"gemeente:{wijk.gemeente.slug}", f"wijk:{wijk.slug}")]
    return list(dict.fromkeys(labels))
