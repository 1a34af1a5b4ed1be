"""Reading files that want to hurt: a process with limits gives a text or a reason, never an error."""

import io
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import IO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from search.indexing.attachments import extraction, reader
from search.indexing.attachments.extraction import extract
from tests.core.test_uploads import manifest, packed
from tests.factories.documents import docx, pdf

SECRET = "Kwartelkoning"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def file(content: bytes) -> IO[bytes]:
    found = tempfile.TemporaryFile()  # noqa: SIM115 - the test keeps it open
    found.write(content)
    found.seek(0)
    return found


def word(body: str) -> bytes:
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": manifest("docx"), "word/document.xml": document.encode()})


def text_of(content: bytes, kind: str) -> str:
    found = extract(file(content), kind)
    assert not found.error
    return " ".join(f"{part['heading']} {part['text']}" for part in found.parts)


def drawn(stream: bytes) -> bytes:
    """A PDF whose only page draws exactly this."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf("X")))
    content = DecodedStreamObject()
    content.set_data(stream)
    writer.pages[0][NameObject("/Contents")] = content
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_page_of_a_pdf_is_a_part() -> None:
    found = extract(file(pdf("Eén kade", "Twee molens", "Drie beuken")), "pdf")
    assert [part["heading"] for part in found.parts] == ["Bladzijde 1", "Bladzijde 2", "Bladzijde 3"]
    assert "Twee molens" in found.parts[1]["text"]
    assert "Eén kade" in found.parts[0]["text"]
    assert (found.pages, found.cut) == (3, False)


def test_every_heading_of_a_docx_starts_a_part() -> None:
    found = extract(file(docx("Over de kade", "Over de molen")), "docx")
    assert [(part["heading"], part["text"]) for part in found.parts] == [
        ("Deel 1", "Over de kade"),
        ("Deel 2", "Over de molen"),
    ]


def test_tables_are_read_and_what_is_hidden_is_not() -> None:
    run = "<w:r>{0}<w:t>{1}</w:t></w:r>"
    hidden = run.format("<w:rPr><w:vanish/></w:rPr>", SECRET)
    shown = run.format('<w:rPr><w:vanish w:val="0"/></w:rPr>', "zichtbaar")
    moved = f"<w:moveFrom>{run.format('', SECRET)}</w:moveFrom>"
    deleted = f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{run.format('', 'in de tabel')}</w:p></w:tc></w:tr></w:tbl>"
    text = text_of(word(f"<w:p>{hidden}{shown}{moved}{deleted}</w:p>{cell}"), "docx")
    assert "zichtbaar" in text
    assert "in de tabel" in text
    assert SECRET not in text


def test_metadata_and_notes_of_a_pdf_are_not_read() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf("Gewone tekst")))
    writer.add_metadata({"/Author": SECRET, "/Keywords": SECRET})
    writer.add_attachment("geheim.txt", SECRET.encode())
    out = io.BytesIO()
    writer.write(out)
    assert PdfReader(out).metadata["/Author"] == SECRET
    assert "Gewone tekst" in text_of(out.getvalue(), "pdf")
    assert SECRET not in text_of(out.getvalue(), "pdf")


def test_invisible_text_of_a_pdf_is_not_read() -> None:
    stream = f"BT /F1 11 Tf 56 700 Td (Gewone tekst) Tj 0 -20 Td 3 Tr ({SECRET}) Tj ET".encode()
    text = text_of(drawn(stream), "pdf")
    assert "Gewone tekst" in text
    assert SECRET not in text


def test_invisible_text_without_a_picture_is_not_read() -> None:
    found = extract(file(drawn(f"BT /F1 11 Tf 3 Tr 56 700 Td ({SECRET}) Tj ET".encode())), "pdf")
    assert (found.parts, found.error) == ((), "")


def test_page_without_text_gives_nothing_and_no_error() -> None:
    found = extract(file(drawn(b"0 0 m 10 10 l S")), "pdf")
    assert (found.parts, found.error) == ((), "")


def test_password_is_told_to_the_editor() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf("geheim")))
    writer.encrypt("wachtwoord", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert "wachtwoord" in extract(file(out.getvalue()), "pdf").error


HOSTILE = {
    "nothing": ("pdf", b""),
    "only a beginning": ("pdf", b"%PDF-1.7\n"),
    "half": ("pdf", pdf("a" * 2000)[:900]),
    "noise": ("pdf", b"%PDF-1.4\n" + bytes(range(256)) * 50),
    "page that is its own parent": (
        "pdf",
        pdf("a").replace(b"/Kids [3 0 R]", b"/Kids [1 0 R]"),
    ),
    "zip without text": ("docx", packed({"[Content_Types].xml": manifest("docx")})),
    "text that is no xml": ("docx", packed({"word/document.xml": b"<w:doc"})),
    "entities that grow": (
        "docx",
        packed(
            {"word/document.xml": b'<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'}
        ),
    ),
    "entity of a file": (
        "docx",
        packed({"word/document.xml": b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'}),
    ),
    "very deep": ("docx", word("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000)),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file_gives_a_reason(name: str) -> None:
    kind, content = HOSTILE[name]
    found = extract(file(content), kind)
    assert not found.parts
    assert found.error


def test_xml_that_is_too_large_unpacked_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (reader.MOST_XML + 1))
    assert "te groot" in extract(file(out.getvalue()), "docx").error


def test_number_of_pages_and_characters_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MOST_PAGES", 2)
    found = extract(file(pdf("een", "twee", "drie")), "pdf")
    assert (len(found.parts), found.pages, found.cut) == (2, 3, True)
    monkeypatch.setattr(extraction, "MOST_CHARACTERS", 10)
    found = extract(file(docx("kade " * 100)), "docx")
    assert found.cut
    assert sum(len(part["text"]) for part in found.parts) <= 10


def test_reading_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    forever = tmp_path / "forever.py"
    forever.write_text("while True: pass")
    monkeypatch.setattr(extraction, "READER", forever)
    begun = time.monotonic()
    assert extract(file(b""), "pdf", seconds=1).error == extraction.TOO_LONG
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
@pytest.mark.parametrize(
    "code",
    [
        "x = bytearray(3 * 1024**3)",
        "with open('out', 'wb') as out: out.write(b'0' * (reader.MOST_OUTPUT + 1))",
    ],
)
def test_process_cannot_take_more_than_its_limits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    greedy = tmp_path / "greedy.py"
    folder = str(extraction.READER.parent)
    reached = 'import sys; sys.stdout.write(\'{"parts": [], "pages": 0, "cut": false}\')'
    greedy.write_text(
        f"import sys; sys.path.insert(0, {folder!r}); import reader\nreader.limit()\n{code}\n{reached}"
    )
    monkeypatch.setattr(extraction, "READER", greedy)
    assert extract(file(b""), "pdf").error == extraction.STOPPED


def test_process_knows_nothing_of_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    curious = tmp_path / "curious.py"
    curious.write_text(
        "import json, os, sys\n"
        "json.dump({'error': ' '.join(sorted(os.environ)) + '|' + ' '.join(sys.path)}, sys.stdout)"
    )
    monkeypatch.setattr(extraction, "READER", curious)
    names, _, path = extract(file(b""), "pdf").error.partition("|")
    assert "SECRET_KEY" not in names
    assert "krachtwijken" not in path
