"""Bytes and headers of strangers as text. Never raises. No Django."""

import contextlib
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

# More of one header says nothing that is looked at.
LONGEST_HEADER = 8_000
_FOLD = re.compile(r"[\r\n]+[ \t]*")
# Marked as one, these are the other: browsers read them so too (WHATWG), as mail programs do.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
# Bytes that cp1252 gives no sign.
_HOLES = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


def decode_bytes(data: bytes, charset: str | None) -> str:
    """By the charset that is named, unless the bytes contradict it: then UTF-8, and what is not that is cp1252."""
    named = (charset or "utf-8").strip().strip("\"'").lower()
    for name in (_MEANT.get(named, named), "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.translate(None, _HOLES).decode("cp1252", "replace")


def decode_words(raw: object) -> str:
    """A header on one line, its encoded words read."""
    text = _FOLD.sub(" ", str(raw)[:LONGEST_HEADER])
    if any("\udc80" <= sign <= "\udcff" for sign in text):
        text = decode_bytes(text.encode("utf-8", "surrogateescape"), None)
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(without_controls(text).split())


def without_controls(text: str) -> str:
    """Line ends of one kind, no signs that a database or a page cannot hold."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or _may_stand(ord(sign)))


def _may_stand(code: int) -> bool:
    return code >= 32 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000
