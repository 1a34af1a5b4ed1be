"""Plain pages; and the pages that only list others, which are not to be found themselves."""

from functools import partial

from knowledge.models import (
    CaseIndexPage,
    CentreIndexPage,
    ContentPage,
    HomePage,
    SchemeIndexPage,
    WijkIndexPage,
)
from search.registry import SearchableType, leave_out, register
from search.searchable.pages import live_pages, page_document, section_texts, visible_pages
from search.types import Document, Kind


def build_content_page(page: ContentPage) -> Document | None:
    return page_document(Kind.PAGE, page, section_texts(page.body, block_types=("section",)))


register(
    SearchableType(
        kind=Kind.PAGE,
        model=ContentPage,
        label="Pagina",
        tab="Pagina’s",
        build=build_content_page,
        candidates=partial(live_pages, ContentPage),
        visible=visible_pages(ContentPage),
        suggested_as="Pagina's",
        is_news=True,
    )
)
for listing in (HomePage, CaseIndexPage, CentreIndexPage, SchemeIndexPage, WijkIndexPage):
    leave_out(listing, "lists other pages, which are found themselves")
