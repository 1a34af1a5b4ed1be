"""Attachments of example cases, made on the spot from plain text: each says that it is an example."""

from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

import docx
import yaml
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.models import Collection

from knowledge.models import Attachment, CasePage

SOURCE = Path(__file__).resolve().parents[1] / "data" / "examples" / "documents.yaml"
COLLECTION = "Voorbeelden"
LINE, WIDTH = 16, 84
Pages = list[dict[str, Any]]


def load_example_documents() -> int:
    """Repeatable: a case that has attachments is left as it is. Returns how many were made."""
    rows = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return sum(_attach(row) for row in rows)


@transaction.atomic
def _attach(row: dict[str, Any]) -> int:
    case = CasePage.objects.filter(slug=row["case"], is_example=True, attachments=None).first()
    if case is None:
        return 0
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
    write = write_pdf if row["file"].endswith(".pdf") else write_docx
    document = Document(title=f"Voorbeeld: {row['title']}", collection=collection)
    document.file.save(row["file"], ContentFile(write(row["pages"])), save=False)
    document._set_document_file_metadata()
    document.save()
    page = case.specific
    page.attachments = [Attachment(document=document, description=row["description"])]
    page.save_revision().publish()
    return 1


def write_pdf(pages: Pages) -> bytes:
    """The least that a PDF needs: a catalogue, a font and, for each page, its text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (nl-NL) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = _drawn(page)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {5 + 2 * number} 0 R >>".encode(),
            f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        ]
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    file += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)


def _drawn(page: dict[str, Any]) -> bytes:
    lines = [part for text in page["text"] for part in [*wrap(text, WIDTH), ""]]
    drawn = [f"BT /F1 18 Tf 56 770 Td ({_quoted(page['heading'])}) Tj /F1 11 Tf {LINE} TL 0 -32 Td"]
    drawn += [f"({_quoted(line)}) Tj T*" for line in lines]
    return "\n".join([*drawn, "ET"]).encode("cp1252", "replace")


def _quoted(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def write_docx(pages: Pages) -> bytes:
    document = docx.Document()
    document.core_properties.language = "nl-NL"
    for page in pages:
        document.add_heading(page["heading"], level=1)
        for text in page["text"]:
            document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
