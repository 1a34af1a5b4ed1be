"""Documents for tests: real small PDF and DOCX files, hanging on real pages."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection, Page

from knowledge.models import Attachment
from knowledge.services.example_documents import write_docx, write_pdf

numbers = count(1)


def pdf(*pages: str) -> bytes:
    return write_pdf([{"heading": f"Deel {number}", "text": [text]} for number, text in enumerate(pages, 1)])


def docx(*chapters: str) -> bytes:
    return write_docx(
        [{"heading": f"Deel {number}", "text": [text]} for number, text in enumerate(chapters, 1)]
    )


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
