"""How long a text is to whoever reads it."""

import unicodedata

JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
TAGS = range(0xE0020, 0xE0080)
ADDED = frozenset({"Mn", "Me", "Mc"})


def count_visible(text: str) -> int:
    """Characters as one sees them: an accent belongs to its letter, and a family, a flag or a thumb with a colour of skin
    is one picture. A line end counts as one."""
    count, joined, flag_open = 0, False, False
    for letter in text:
        if letter == JOINER:
            joined = True
            continue
        place = ord(letter)
        if place in FLAG_LETTERS:
            count += not flag_open
            flag_open = not flag_open
        else:
            flag_open = False
            count += not (joined or _belongs_to_the_last(letter, place))
        joined = False
    return count


def _belongs_to_the_last(letter: str, place: int) -> bool:
    return place in SKIN_TONES or place in TAGS or unicodedata.category(letter) in ADDED
