"""Text as people paste it, made fit to keep."""

import re
import unicodedata

# Control characters, apart from tab and new line; NUL makes PostgreSQL fail. Lone surrogates cannot be encoded.
UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u202a-\u202e\u2066-\u2069]"
)
BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


def clean_text(value: str, *, max_length: int) -> str:
    """Without control characters, with one kind of line end, composed (NFC), trimmed and cut at `max_length`."""
    text = UNWANTED.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text)
    return BLANK_LINES.sub("\n\n", text).strip()[:max_length]
