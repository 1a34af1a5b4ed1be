"""Letters without accents, the same for every word that is compared. No Django."""

import re
import unicodedata

# In a word, and not to be seen: soft hyphens, zero-width spaces and joiners, marks of direction and of variants.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
ACCENTS = re.compile("[\u0300-\u036f]+")
# Beyond Latin letters and the usual punctuation there may be marks of other scripts.
OTHER_SCRIPTS = re.compile("[^\x00-\u02ff\u2000-\u22ff]")


def without_invisible(text: str) -> str:
    return text if text.isascii() else INVISIBLE.sub("", text)


def composed_text(text: str) -> str:
    """Words as they look: letters with their accents in one, and nothing invisible in between."""
    return text if text.isascii() else unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if OTHER_SCRIPTS.search(plain):
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain
