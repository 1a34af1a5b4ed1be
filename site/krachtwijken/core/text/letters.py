"""Letters without accents, the same for every word that is compared. No Django."""

import re
import unicodedata

ACCENTS = re.compile("[\u0300-\u036f]+")
# Beyond Latin letters and the usual punctuation there may be marks of other scripts.
OTHER_SCRIPTS = re.compile("[^\x00-\u02ff\u2000-\u22ff]")


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if OTHER_SCRIPTS.search(plain):
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain
