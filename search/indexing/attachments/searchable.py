"""Attached documents as things that can be found, for who may see the document and a page that it hangs on."""

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.documents.models import Document as WagtailDocument
from wagtail.models import Page

from krachtwijken.accounts.selectors import PUBLIC
from search.indexing.attachments.models import FINDABLE, DocumentText
from search.indexing.attachments.selectors import document_rows, document_titles
from search.registry import SearchableType, register
from search.searchable.audience import both, either, terms_of
from search.types import Document, Kind


def readable_documents() -> Iterator[WagtailDocument]:
    # The texts are large: they come by one at a time.
    for pk in DocumentText.objects.filter(state__in=FINDABLE).values_list("document_id", flat=True):
        document = WagtailDocument.objects.filter(pk=pk).first()
        if document is not None:
            yield document


def build_attachment(document: WagtailDocument) -> Document | None:
    text = DocumentText.objects.filter(document=document, state__in=FINDABLE).first()
    if text is None or not text.parts:
        return None
    pages = list(Page.objects.live().filter(attachments__document=document).distinct().specific())
    closed = terms_of(document.collection.get_view_restrictions())
    audiences = [(page, both(closed, terms_of(page.get_view_restrictions()))) for page in pages]
    reached = [(page, words) for page, words in audiences if words]
    if not reached:
        return None
    sections = [(part["heading"], part["text"]) for part in text.parts]
    return Document(
        Kind.DOCUMENT,
        document.pk,
        document.title,
        sections,
        either(words for _, words in reached),
        _themes(reached),
    )


def _themes(reached: Sequence[tuple[Page, Sequence[str]]]) -> list[str]:
    """Those of the public pages, or else only what all pages share: a theme must not tell of a hidden page."""
    public = [page for page, words in reached if PUBLIC in words]
    groups = [_themes_of(page) for page in public or [page for page, _ in reached]]
    return sorted(set.union(*groups) if public else set.intersection(*groups))


def _themes_of(page: Page) -> set[str]:
    return {theme.code for theme in page.themes.all()} if hasattr(page, "themes") else set()


def attachment_badges(row: Any) -> Sequence[str]:
    return (row.belongs_to,)


register(
    SearchableType(
        kind=Kind.DOCUMENT,
        model=WagtailDocument,
        label="Document",
        tab="Documenten",
        build=build_attachment,
        candidates=readable_documents,
        visible=document_rows,
        titles=document_titles,
        badges=attachment_badges,
        watched=False,
    )
)
