"""Titles and names in the order in which a Dutch reader looks for them. No Django."""

import re

from krachtwijken.core.text.letters import without_accents
from krachtwijken.core.text.normalisation import normalise

# 't Huis stands under the h, 's-Gravenhage under the g.
_SHORT_FORM = re.compile(r"^'(?:[stnmk])(?:[\s-]+)", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w\s]+")
_NUMBERS = re.compile(r"\d+")


def sort_key(text: str) -> tuple[str, str]:
    """Without accents, case, signs and short forms; numbers by their size up to twelve digits. Equal keys by the text."""
    plain = _SHORT_FORM.sub("", normalise(text).strip())
    plain = " ".join(_SIGNS.sub(" ", without_accents(plain.casefold())).split())
    return _NUMBERS.sub(lambda number: number.group().zfill(12), plain), text
