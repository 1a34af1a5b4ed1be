"""Documents for tests: real small PDF and DOCX files, hanging on real pages."""

from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from docx import Document as WordDocument
from fpdf import FPDF
from wagtail.documents.models import Document
from wagtail.models import Collection, Page

from knowledge.models import Attachment

numbers = count(1)
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def pdf(*pages: str) -> bytes:
    """Uncompressed and without the time of day: the same bytes in every process that collects tests."""
    file = FPDF()
    file.set_compression(False)
    file.set_creation_date(MADE)
    file.set_font("Helvetica", size=11)
    for page in pages:
        file.add_page()
        file.multi_cell(0, text=page)
    return bytes(file.output())


def docx(*chapters: str) -> bytes:
    file = WordDocument()
    for number, text in enumerate(chapters, 1):
        file.add_heading(f"Deel {number}", level=1)
        file.add_paragraph(text)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def make_collection(name: str = "Besloten") -> Collection:
    return Collection.get_first_root_node().add_child(name=f"{name} {next(numbers)}")


def make_document(content: bytes, *, name: str = "", **fields: Any) -> Document:
    number = next(numbers)
    name = name or f"verslag-{number}.pdf"
    document = Document(**{"title": f"Verslag {number}", **fields})
    document.file.save(name, ContentFile(content), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def replace_file(document: Document, content: bytes) -> None:
    """As the form of the content management does it: the old file goes first, so the new one may get its name."""
    name = document.filename
    document.file.storage.delete(document.file.name)
    document.file.save(name, ContentFile(content), save=False)
    document._set_document_file_metadata()
    document.save()


def attach(case: Page, document: Document, **fields: Any) -> Attachment:
    page = case.specific
    page.attachments.add(Attachment(document=document, **fields))
    page.save_revision().publish()
    return Attachment.objects.get(page=case, document=document)


def detach(case: Page, document: Document) -> None:
    page = case.specific
    page.attachments = [row for row in page.attachments.all() if row.document_id != document.pk]
    page.save_revision().publish()
