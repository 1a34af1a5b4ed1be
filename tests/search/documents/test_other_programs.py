"""Files as other programs write them: what a reader sees is read, once, in normal letters."""

import io

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader, PdfWriter

from krachtwijken.core.text import sentences
from krachtwijken.core.text.drawn import letters_as_seen
from krachtwijken.core.uploads import MOST_PICTURES, check_content
from search.indexing.attachments.extraction import extract
from tests.factories.odd_files import package, paper, paragraph, written
from tests.search.documents.test_extraction import file, text_of

SCAN = b"q 600 0 0 800 0 0 cm /Im Do Q BT 3 Tr /F 11 Tf 50 700 Td (De kade is glad en dat zegt iedereen hier.) Tj ET"
STAMP = b" BT 0 Tr /F 9 Tf 400 780 Td (Ingekomen 4711) Tj ET"


def read(content: bytes, kind: str) -> str:
    """Through both doors: accepted, and read."""
    check_content(io.BytesIO(content), kind)
    return text_of(content, kind).strip()


def locked(user: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper(written("De kade.")))))
    writer.encrypt(user_password=user, owner_password="eigenaar", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("part", "target"),
    [
        ("word/document.xml", ""),
        ("word/document2.xml", ""),
        ("word/document2.xml", "/word/document2.xml"),
        ("word/document2.xml", "word/../word/document2.xml"),
    ],
)
def test_main_part_is_where_the_package_says_in_either_dialect(part: str, target: str, strict: bool) -> None:
    assert read(package(paragraph("De kade."), part=part, target=target, strict=strict), "docx") == "De kade."


def test_headings_of_the_strict_dialect_start_a_part() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr><w:r><w:t>Over de kade</w:t></w:r></w:p>'
    found = extract(file(package(heading + paragraph("Nat."), strict=True)), "docx")
    assert [(part["heading"], part["text"]) for part in found.parts] == [("Over de kade", "Nat.")]


def test_hyphens_of_word_are_hyphens_and_soft_ones_are_nothing() -> None:
    body = paragraph(
        "Noord", "<w:noBreakHyphen/>", "Holland, 2018", "<w:noBreakHyphen/>", "2022, uit", "<w:softHyphen/>", "huizen"
    )  # fmt: skip
    assert read(package(body), "docx") == "Noord-Holland, 2018-2022, uithuizen"


@pytest.mark.parametrize("style", ["strike", "dstrike", "vanish"])
def test_struck_out_moved_and_commented_text_is_not_read(style: str) -> None:
    body = paragraph("De kade.", f"<w:rPr><w:{style}/></w:rPr><w:t>geheim</w:t>")
    body += "<w:p><w:moveFrom><w:r><w:t>Nat.</w:t></w:r></w:moveFrom></w:p>"
    body += "<w:p><w:moveTo><w:r><w:t>Nat.</w:t></w:r></w:moveTo></w:p>"
    comments = {"word/comments.xml": b"<w:comments>geheim</w:comments>"}
    assert read(package(body, more=comments), "docx") == "De kade. Nat."


def test_run_whose_strike_is_switched_off_is_read() -> None:
    assert (
        read(package(paragraph('<w:rPr><w:strike w:val="0"/></w:rPr><w:t>De kade.</w:t>')), "docx")
        == "De kade."
    )


def test_text_box_is_read_once_though_it_is_written_twice() -> None:
    box = f"<w:txbxContent>{paragraph('In het kader.')}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read(package(paragraph("De kade.", twice)), "docx") == "De kade. In het kader."


def test_hyphens_at_line_ends_of_a_pdf_stay_or_go_as_a_reader_expects() -> None:
    lines = (
        "Dit gaat over de woon-",
        "en leefomgeving. De co-",
        "ördinatie is van de naoor-",
        "logse buurt.",
    )
    text = read(paper(written(*lines)), "pdf")
    assert sentences(text.removeprefix("Bladzijde 1")) == [
        "Dit gaat over de woon- en leefomgeving.",
        "De coördinatie is van de naoorlogse buurt.",
    ]


def test_ligatures_and_accents_drawn_apart_are_normal_letters() -> None:
    stream = (
        b"BT /F 11 Tf 50 700 Td (\x01nanci\xebn, o\x02cieel) Tj 0 -15 Td "
        b"[(De co) (\xa8) 333 (ordinatie van pati) (\xa8) 333 (enten)] TJ ET"
    )
    text = read(paper(stream, differences="1 /fi /ffi"), "pdf")
    assert text == "Bladzijde 1 financiën, officieel\nDe coördinatie van patiënten"


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        ("re¨ıntegratie", "reïntegratie"),
        ("re¨integratie", "reïntegratie"),
        ("coo¨rdinatie", "coördinatie"),
        ("co ¨ordinatie", "coördinatie"),
        ("´e´en buurt", "één buurt"),
        ("cr`eche", "crèche"),
        ("fac¸ade", "façade"),
        ("foto´s van ´s avonds", "foto´s van ´s avonds"),
        ("baby`s", "baby`s"),
        ("coo\u0308rdinatie", "coördinatie"),
        ("ﬂat ĳsbaan eﬀect", "flat ijsbaan effect"),
        ("10 ¨ 20", "10 ¨ 20"),
    ],
)
def test_accent_goes_to_the_letter_that_takes_it_and_apostrophes_stay(drawn: str, seen: str) -> None:
    assert letters_as_seen(drawn) == seen


def test_text_layer_of_a_scan_is_read_whatever_was_stamped_on_it() -> None:
    for stream in (SCAN, SCAN + STAMP):
        assert "De kade is glad" in read(paper(stream, picture=True), "pdf")
    assert "Ingekomen 4711" in read(paper(SCAN + STAMP, picture=True), "pdf")


def test_invisible_text_beside_a_small_picture_stays_unread() -> None:
    logo = SCAN.replace(b"600 0 0 800", b"60 0 0 80") + STAMP
    assert "De kade is glad" not in read(paper(logo, picture=True), "pdf")


def test_little_invisible_text_below_much_that_is_seen_stays_unread() -> None:
    page = SCAN + b" BT 0 Tr /F 9 Tf 50 600 Td (" + b"Wat iedereen ziet. " * 10 + b") Tj ET"
    text = read(paper(page, picture=True), "pdf")
    assert "iedereen ziet" in text
    assert "De kade is glad" not in text


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"\xef\xbb\xbf\n\n  ", b" \t\n"])
def test_pdf_behind_a_byte_order_mark_or_empty_lines_is_read(before: bytes) -> None:
    assert "De kade." in read(paper(written("De kade."), before=before), "pdf")


@pytest.mark.parametrize("before", [b"x", b"\xef\xbb\xbfx", b"<html>", b"\n" * 65, b"\x00"])
def test_pdf_behind_anything_else_is_refused(before: bytes) -> None:
    with pytest.raises(ValidationError, match="PDF"):
        check_content(io.BytesIO(paper(written("De kade."), before=before)), "pdf")


def test_white_picture_that_packs_a_thousand_times_smaller_is_no_bomb() -> None:
    white = {"word/media/image1.bmp": b"\xff" * 12_000_000}
    assert read(package(paragraph("De kade."), more=white), "docx") == "De kade."


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("word/media/image1.xml", 12_000_000),
        ("word/image1.bmp", 12_000_000),
        ("word/media/a.bmp", MOST_PICTURES + 1),
    ],
)
def test_what_is_no_picture_or_too_large_for_one_still_bursts(name: str, size: int) -> None:
    with pytest.raises(ValidationError, match="ingepakt"):
        check_content(io.BytesIO(package(paragraph("De kade."), more={name: b"\xff" * size})), "docx")


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_pdf_that_only_its_owner_may_change_is_read_and_one_with_a_password_says_what_to_do(
    algorithm: str,
) -> None:
    assert "De kade." in read(locked("", algorithm), "pdf")
    error = extract(file(locked("open", algorithm)), "pdf").error
    assert "zonder wachtwoord" in error


def test_docx_with_a_password_says_what_to_do() -> None:
    container = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
    with pytest.raises(ValidationError, match="zonder wachtwoord"):
        check_content(io.BytesIO(container), "docx")
    with pytest.raises(ValidationError, match="geen DOCX"):
        check_content(io.BytesIO(container.replace(b"E\x00n\x00c", b"M\x00s\x00g")), "docx")
