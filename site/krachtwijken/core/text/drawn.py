"""Letters as a PDF draws them, made those that a reader sees: ligatures, and accents drawn apart. No Django."""

import re
import unicodedata

# One glyph for two or three letters.
LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), 0x132, 0x133)
}
# An accent that stands by itself, what it is on a letter, and on which letters of our languages.
ACCENTS = {
    "\u00a8": ("\u0308", "aeiouyAEIOUY"),
    "\u02c6": ("\u0302", "aeiouAEIOU"),
    "\u02dc": ("\u0303", "anoANO"),
    "\u00b8": ("\u0327", "csCS"),
    "\u02da": ("\u030a", "aA"),
    "\u00b4": ("\u0301", "aeiouy"),
    "`": ("\u0300", "aeu"),
}
# TeX leaves the dot away where an accent comes.
DOTLESS = "\u0131"
# Before its letter, as TeX draws it; the gap between the two may look like a space.
BEFORE = re.compile(
    r"(?:(?<=[^\W\d_]) )?([\u00a8\u02c6\u02dc\u00b8\u02da]) ?([^\W\d_])|([\u00b4`])([^\W\d_])"
)
# Behind it, as others do. An acute accent there is mostly an apostrophe: foto´s.
BEHIND = re.compile(r"([^\W\d_])([\u00a8\u02c6\u02dc\u00b8\u02da])(?=[^\W\d_])")


def letters_as_seen(text: str) -> str:
    text = BEFORE.sub(_accent_first, text.translate(LIGATURES))
    return unicodedata.normalize("NFC", BEHIND.sub(_letter_first, text))


def _accent_first(match: re.Match[str]) -> str:
    accent, letter = match.group(1) or match.group(3), match.group(2) or match.group(4)
    return _composed(accent, letter) or match.group()


def _letter_first(match: re.Match[str]) -> str:
    return _composed(match.group(2), match.group(1)) or match.group()


def _composed(accent: str, letter: str) -> str:
    """Empty when the letter does not take this accent."""
    mark, letters = ACCENTS[accent]
    letter = "i" if letter == DOTLESS else letter
    return unicodedata.normalize("NFC", letter + mark) if letter in letters else ""
