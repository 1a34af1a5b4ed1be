"""Is a file what its name says? Looked at by content, and packed files without unpacking them (bar S19)."""

import re
import zipfile
from collections.abc import Callable
from typing import IO

from django.core.exceptions import ValidationError

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
# Office files shrink to about a tenth; far more than this is made to burst.
MOST_TIMES_SMALLER = 100
NEVER_A_BOMB = 10 * 1024 * 1024
# Pictures are never unpacked here; a white one packs a thousand times smaller.
MOST_PICTURES = 64 * 1024 * 1024
PICTURE = re.compile(r"(?:^|/)(?:media|Pictures)/[^/]+\.(?:bmp|png|gif|jpe?g|tiff?|emf|wmf)$", re.IGNORECASE)
BYTE_ORDER_MARK, MOST_BLANK = b"\xef\xbb\xbf", 64
# Office keeps a file with a password in the container of its older formats, under this name.
OLD_CONTAINER, LOCKED_PACKAGE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
MANIFEST = "[Content_Types].xml"
MOST_MANIFEST = 512 * 1024
OOXML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": f"{OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{OOXML}spreadsheetml.sheet.main+xml",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
PNG_START, JPEG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xff\xd8\xff"
MEDIA_TYPES = {"odt": f"{OPEN_DOCUMENT}text", "ods": f"{OPEN_DOCUMENT}spreadsheet"}

NOT_WHAT_IT_SAYS = (
    "Dit bestand is geen {kind}, al heet het wel zo. Sla het opnieuw op als {kind} en probeer het nog eens."
)
TOO_MUCH_INSIDE = (
    "Dit bestand is ingepakt veel kleiner dan uitgepakt. Dat vertrouwen wij niet. Sla het opnieuw op."
)
LOCKED = (
    "Dit bestand gaat alleen open met een wachtwoord. Sla het op zonder wachtwoord en probeer het nog eens."
)
HAS_MACROS = "In dit bestand zitten macro's. Sla het op zonder macro's."


def check_content(file: IO[bytes], extension: str) -> None:
    """Raises ValidationError. The file stands at its beginning afterwards. Unknown extensions are refused."""
    kind = extension.lower()
    check = CHECKS.get(kind)
    file.seek(0)
    try:
        if check is None or not check(file, kind):
            raise ValidationError(NOT_WHAT_IT_SAYS.format(kind=kind.upper() or "document"), code="content")
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(NOT_WHAT_IT_SAYS.format(kind=kind.upper()), code="content") from error
    finally:
        file.seek(0)


def _is_pdf(file: IO[bytes], _kind: str) -> bool:
    """From the first byte on, but for what programs leave before it: a byte order mark, a few empty lines. A reader is
    more patient, but so is a file that is two things at once."""
    start = file.read(len(BYTE_ORDER_MARK) + MOST_BLANK + 5)
    return start.removeprefix(BYTE_ORDER_MARK)[: MOST_BLANK + 5].lstrip(b" \t\r\n").startswith(b"%PDF-")


def _is_office(file: IO[bytes], kind: str) -> bool:
    if file.read(len(OLD_CONTAINER)) == OLD_CONTAINER and LOCKED_PACKAGE in file.read():
        raise ValidationError(LOCKED, code="locked")
    with zipfile.ZipFile(file) as archive:
        check_archive(archive)
        names = set(archive.namelist())
        if MANIFEST not in names:
            return False
        if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
            raise ValidationError(HAS_MACROS, code="macros")
        with archive.open(MANIFEST) as manifest:
            return MAIN_PARTS[kind].encode() in manifest.read(MOST_MANIFEST)


def _is_open_document(file: IO[bytes], kind: str) -> bool:
    with zipfile.ZipFile(file) as archive:
        check_archive(archive)
        if "mimetype" not in archive.namelist():
            return False
        with archive.open("mimetype") as mimetype:
            return mimetype.read(200).decode("ascii", "replace").strip() == MEDIA_TYPES[kind]


def check_archive(archive: zipfile.ZipFile) -> None:
    """By what the list of contents says; Python's reader stops at the size that it names."""
    entries = archive.infolist()
    pictures = sum(entry.file_size for entry in entries if PICTURE.search(entry.filename))
    weighed = [entry for entry in entries if pictures > MOST_PICTURES or not PICTURE.search(entry.filename)]
    unpacked = sum(entry.file_size for entry in weighed)
    packed = sum(entry.compress_size for entry in weighed)
    bursts = unpacked > NEVER_A_BOMB and unpacked > MOST_TIMES_SMALLER * max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked + pictures > MOST_UNPACKED or bursts:
        raise ValidationError(TOO_MUCH_INSIDE, code="bomb")


def _is_picture(file: IO[bytes], kind: str) -> bool:
    """By how it begins; nothing is unpacked here, and the site never shows one."""
    return file.read(len(PNG_START)).startswith(PNG_START if kind == "png" else JPEG_START)


Check = Callable[[IO[bytes], str], bool]
DOCUMENTS: dict[str, Check] = {
    "pdf": _is_pdf,
    **dict.fromkeys(MAIN_PARTS, _is_office),
    **dict.fromkeys(MEDIA_TYPES, _is_open_document),
}
PICTURES: dict[str, Check] = dict.fromkeys(("png", "jpg", "jpeg"), _is_picture)
CHECKS = DOCUMENTS | PICTURES
