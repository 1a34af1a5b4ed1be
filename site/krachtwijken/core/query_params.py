"""Reading an address. What it does not know is left out, never an error."""

from collections.abc import Collection

from django.http import QueryDict

LONGEST = 100
MOST_VALUES = 20
MOST_PAGES = 100
# Larger numbers fit no primary key.
MOST_DIGITS = 12


def text_param(query: QueryDict, name: str, *, longest: int = LONGEST) -> str:
    """The last value of a name, trimmed; empty when there is none, or when it is longer or unreadable."""
    value = query.get(name, "").strip()
    return value if is_readable(value, longest=longest) else ""


def choice_param(query: QueryDict, name: str, known: Collection[str], *, default: str = "") -> str:
    value = query.get(name, "")
    return value if value in known else default


def choices_param(
    query: QueryDict, name: str, known: Collection[str] | None = None, *, most: int = MOST_VALUES
) -> tuple[str, ...]:
    """Each value once, in the order of the address; with `known` only those."""
    values = (value for value in query.getlist(name)[:most] if is_readable(value))
    return tuple(dict.fromkeys(value for value in values if known is None or value in known))


def page_param(query: QueryDict, *, most: int = MOST_PAGES) -> int:
    """The number of a page, from 1."""
    return min(max(whole_number(query.get("page", "")) or 1, 1), most)


def whole_number(text: str) -> int | None:
    """None for what is no whole number of at most MOST_DIGITS digits."""
    fits = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if fits else None


def is_readable(value: str, *, longest: int = LONGEST) -> bool:
    return bool(value) and len(value) <= longest and "\x00" not in value
