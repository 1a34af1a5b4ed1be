"""Attached documents as things that can be found, for who may see the document and a page that it hangs on."""

from collections.abc import Iterator, Sequence

from wagtail.models import Page

from krachtwijken.accounts.selectors import PUBLIC
from search.audience import both, either, terms_of
from search.documents.models import FINDABLE, DocumentText
from search.types import Document, Kind


def documents() -> Iterator[Document]:
    # The texts are large: they come by one at a time.
    for pk in DocumentText.objects.filter(state__in=FINDABLE).values_list("document_id", flat=True):
        found = document(pk)
        if found is not None:
            yield found


def document(pk: int) -> Document | None:
    texts = DocumentText.objects.filter(document_id=pk, state__in=FINDABLE)
    row = texts.select_related("document__collection").first()
    if row is None or not row.parts:
        return None
    pages = list(Page.objects.live().filter(attachments__document=pk).distinct().specific())
    closed = terms_of(row.document.collection.get_view_restrictions())
    audiences = [(page, both(closed, terms_of(page.get_view_restrictions()))) for page in pages]
    reached = [(page, words) for page, words in audiences if words]
    if not reached:
        return None
    sections = [(part["heading"], part["text"]) for part in row.parts]
    return Document(
        Kind.DOCUMENT,
        pk,
        row.document.title,
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
