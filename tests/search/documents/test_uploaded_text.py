"""A file that somebody shares, read as text with its headings."""

from io import BytesIO

import pytest
from docx import Document as WordDocument

from search.features.shared_texts import NO_TEXT, read_uploaded_file
from tests.factories.documents import pdf
from tests.factories.odd_files import package, paragraph


def word(*paragraphs: tuple[str, str]) -> BytesIO:
    """Style and text of each paragraph."""
    file = WordDocument()
    for style, text in paragraphs:
        file.add_paragraph(text, style=style or None)
    out = BytesIO()
    file.save(out)
    return out


def test_headings_and_points_are_marked() -> None:
    file = word(
        ("Title", "Portiers"), ("Heading 2", "Aanpak"), ("List Bullet", "bellen"), ("", "Dat was het.")
    )
    assert read_uploaded_file(file, "docx").text == "# Portiers\n\n## Aanpak\n\n- bellen\n\nDat was het."


def test_long_heading_is_whole() -> None:
    text = "Woord " * 60 + "einde"
    assert read_uploaded_file(word(("Heading 1", text)), "docx").text == f"# {text}"


def test_line_that_is_bold_as_a_whole_is_marked() -> None:
    bold = "<w:rPr><w:b/></w:rPr><w:t>Aanpak</w:t>"
    part = "<w:rPr><w:b/></w:rPr><w:t>Let op: </w:t>"
    body = paragraph(bold) + paragraph(part, "niet alles.")
    assert read_uploaded_file(BytesIO(package(body)), "docx").text == "**Aanpak**\n\nLet op: niet alles."


def test_pages_of_a_pdf_come_one_after_the_other() -> None:
    assert read_uploaded_file(BytesIO(pdf("Een.", "Twee.")), "pdf").text == "Een.\n\nTwee."


@pytest.mark.parametrize(("content", "error"), [(pdf(""), NO_TEXT), (b"niets", "beschadigd")])
def test_file_without_a_text_says_so(content: bytes, error: str) -> None:
    read = read_uploaded_file(BytesIO(content), "pdf")
    assert error in read.error
    assert read.text == ""
