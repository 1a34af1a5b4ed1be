"""Found documents as the viewer may see them: the database has the last word."""

import re
from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from knowledge.attachments import attachments_visible_to
from knowledge.models import Attachment
from krachtwijken.accounts.types import Viewer
from search.indexing.attachments.models import FINDABLE
from search.indexing.attachments.services import mark_file
from search.types import FileLink, StoredPassage

PAGE_HEADING = re.compile(r"^Bladzijde (\d+)$")


class DocumentRow:
    """A document with the page through which this viewer reaches it; looks like a page to whoever shows hits."""

    _wagtail_cached_site_root_paths: Any = None

    def __init__(self, attachment: Attachment, page: Any) -> None:
        self.pk = attachment.document_id
        self.title = attachment.shown_title
        self.summary = attachment.description
        self.document = attachment.document
        self.page = page
        self.is_example = getattr(page, "is_example", False)

    @property
    def url(self) -> str:
        """The page, where its attachments stand."""
        if self._wagtail_cached_site_root_paths is not None:
            self.page._wagtail_cached_site_root_paths = self._wagtail_cached_site_root_paths
        return f"{self.page.url or ''}#bijlagen"

    @property
    def belongs_to(self) -> str:
        return f"Bijlage bij: {self.page.title}"

    def file_link(self, passage: StoredPassage) -> FileLink:
        kind = self.document.file_extension.upper()
        page = PAGE_HEADING.match(passage.heading)
        if kind == "PDF" and page:
            return FileLink(f"{self.document.url}#page={page[1]}", f"Open bladzijde {page[1]} (PDF)")
        return FileLink(self.document.url, f"Open het document ({kind})")


def document_rows(viewer: Viewer, pks: Sequence[int]) -> list[DocumentRow]:
    """A row for each of these documents that `viewer` may see; the same few queries for any number."""
    documents = _visible(viewer, pks)
    pages = Page.objects.filter(pk__in={row.page_id for row in documents}).specific()
    by_pk = {page.pk: page for page in pages}
    return [DocumentRow(row, by_pk[row.page_id]) for row in documents]


def document_titles(viewer: Viewer, pks: Sequence[int]) -> dict[int, str]:
    """The titles of those of these documents that `viewer` may see."""
    return {row.document_id: row.shown_title for row in _visible(viewer, pks)}


def _visible(viewer: Viewer, pks: Sequence[int]) -> list[Attachment]:
    """For each of these documents the attachment by which `viewer` reaches it, if any."""
    rows = (
        attachments_visible_to(viewer)
        .filter(document__in=pks, document__extracted_text__state__in=FINDABLE)
        .select_related("document__extracted_text")
        .defer("document__extracted_text__parts")
        .order_by("-page__path", "-sort_order")
    )
    # Of several pages the first in the tree: later ones in this dictionary win.
    first = {
        row.document_id: row
        for row in rows
        if row.document.extracted_text.file_mark == mark_file(row.document)
    }
    return list(first.values())
