"""The attachments of the example content are files that anybody's program reads."""

import io
from pathlib import Path

import yaml
from docx import Document
from pypdf import PdfReader

import knowledge
from knowledge.editorial.example_documents import write_docx, write_pdf

EXAMPLES = Path(knowledge.__path__[0]) / "data" / "examples"
PAGES = [
    {"heading": "Aanleiding", "text": ["Eén flat (met 80 woningen).", "Twee \\ drie."]},
    {"heading": "Aanpak", "text": ["“Samen” – in de wijk: € 5."]},
]


def test_pdf_has_a_page_for_each_part() -> None:
    texts = [
        page.extract_text().splitlines()
        for page in PdfReader(io.BytesIO(write_pdf(PAGES)), strict=True).pages
    ]
    assert texts[0] == ["Aanleiding", "Eén flat (met 80 woningen).", "Twee \\ drie."]
    assert texts[1] == ["Aanpak", "“Samen” – in de wijk: € 5."]


def test_docx_has_a_heading_for_each_part() -> None:
    document = Document(io.BytesIO(write_docx(PAGES)))
    paragraphs = [(str(part.style.name), part.text) for part in document.paragraphs if part.style]
    assert paragraphs == [
        ("Heading 1", "Aanleiding"),
        ("Normal", "Eén flat (met 80 woningen)."),
        ("Normal", "Twee \\ drie."),
        ("Heading 1", "Aanpak"),
        ("Normal", "“Samen” – in de wijk: € 5."),
    ]


def test_example_that_stopped_does_not_praise_what_others_did() -> None:
    for path in sorted(EXAMPLES.glob("cases_*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            if row["status"] == "gestopt" or row["evidence_level"] == "X":
                told = f"{row['active_elements']} {row['transfer_core']}"
                assert "vast gezicht" not in told, row["slug"]
                assert "vaste persoon" not in told, row["slug"]
