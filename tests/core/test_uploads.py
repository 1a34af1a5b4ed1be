"""A file is what its name says, or it is refused (bar S19)."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from krachtwijken.core.uploads import MAIN_PARTS, MANIFEST, MEDIA_TYPES, check_content
from tests.factories.documents import docx, pdf
from tests.factories.files import JPEG, PNG


def packed(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def manifest(kind: str) -> bytes:
    return f'<Types><Override ContentType="{MAIN_PARTS[kind]}"/></Types>'.encode()


GOOD = {
    "pdf": pdf("tekst"),
    "docx": docx("tekst"),
    "xlsx": packed({MANIFEST: manifest("xlsx")}),
    "odt": packed({"mimetype": MEDIA_TYPES["odt"].encode()}),
    "ods": packed({"mimetype": MEDIA_TYPES["ods"].encode()}),
    "png": PNG,
    "jpeg": JPEG,
}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_honest_file_passes_and_stands_at_its_beginning(kind: str) -> None:
    file = io.BytesIO(GOOD[kind])
    check_content(file, kind.upper())
    assert file.tell() == 0


@pytest.mark.parametrize("kind", sorted(GOOD))
@pytest.mark.parametrize("other", sorted(GOOD))
def test_file_under_the_name_of_another_kind_is_refused(kind: str, other: str) -> None:
    if kind != other:
        with pytest.raises(ValidationError, match=kind.upper()):
            check_content(io.BytesIO(GOOD[other]), kind)


BAD = {
    "empty": ("pdf", b""),
    "page of the web before a pdf": ("pdf", b"<html><script>1</script>" + GOOD["pdf"]),
    "program": ("docx", b"MZ\x90\x00" + b"\x00" * 100),
    "half a zip": ("docx", GOOD["docx"][: len(GOOD["docx"]) // 2]),
    "zip without a list of parts": ("docx", packed({"word/document.xml": b"<x/>"})),
    "unknown extension": ("exe", GOOD["pdf"]),
    "no extension": ("", GOOD["pdf"]),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_odd_file_is_refused(name: str) -> None:
    kind, content = BAD[name]
    with pytest.raises(ValidationError):
        check_content(io.BytesIO(content), kind)


def test_file_that_bursts_when_unpacked_is_refused() -> None:
    bomb = packed({MANIFEST: manifest("docx"), "word/document.xml": b"0" * (30 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(ValidationError, match="ingepakt"):
        check_content(io.BytesIO(bomb), "docx")


def test_file_with_thousands_of_entries_is_refused() -> None:
    many = {MANIFEST: manifest("docx"), **{f"word/{number}.xml": b"" for number in range(2001)}}
    with pytest.raises(ValidationError, match="ingepakt"):
        check_content(io.BytesIO(packed(many)), "docx")


def test_file_with_macros_is_refused() -> None:
    with pytest.raises(ValidationError, match="macro"):
        check_content(io.BytesIO(packed({MANIFEST: manifest("docx"), "word/vbaProject.bin": b"x"})), "docx")
