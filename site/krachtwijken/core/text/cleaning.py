"""Text as people paste it, made fit to keep."""

import re
import unicodedata

# Control characters, apart from tab and new line; NUL makes PostgreSQL fail, the others XML. Lone surrogates cannot be
# encoded.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Nothing to see, but for a program another word: a byte order mark, a zero-width space, a turn of the reading direction,
# a soft hyphen. One at the end of a line tells whoever reads the text that a word goes on.
UNSEEN = re.compile(r"[\ufeff\u200b\u2060\u202a-\u202e\u2066-\u2069]|\u00ad(?![^\S\n]*\n)")
# What programs write for the end of a line: Word's own (Shift+Enter), a page, Unicode's two.
LINE_END = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")
BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
# After the last word nothing goes on: a soft hyphen there says as little as white space.
AFTER_LAST = "\u00ad" + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def without_control_characters(value: str) -> str:
    """As it looks: with one kind of line end, and nothing that a file of XML or a sheet cannot hold."""
    return CONTROL.sub("", LINE_END.sub("\n", value))


def clean_text(value: str, *, max_length: int) -> str:
    """Without control characters, with one kind of line end, composed (NFC), cut at `max_length` and trimmed. Once more it
    stays as it is."""
    text = UNSEEN.sub("", without_control_characters(value))
    text = unicodedata.normalize("NFC", text)
    return BLANK_LINES.sub("\n\n", text).lstrip()[:max_length].rstrip(AFTER_LAST)


def clean_line(value: str, *, max_length: int) -> str:
    """The same of what is one line, such as a question in a search box: single spaces, and no line end where a word goes on."""
    return " ".join(clean_text(value.replace("\u00ad", ""), max_length=max_length).split())
