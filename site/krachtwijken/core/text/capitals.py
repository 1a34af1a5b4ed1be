"""A capital at the beginning, as Dutch writes it: IJsbaan, 's Avonds. No Django."""

import re

from krachtwijken.core.text.normalisation import normalise

# A short form keeps its small letter; the word behind it gets the capital.
_BEGINNING = re.compile(r"^(?P<before>\W*?(?:['‘’´`ʼ][stnkmr]\s+\W*)?)(?P<first>ij|ĳ|\w)", re.IGNORECASE)


def with_capital(text: str) -> str:
    """The rest stays as it is."""
    found = _BEGINNING.match(text)
    if found is None:
        return text
    return f"{found['before']}{normalise(found['first']).upper()}{text[found.end() :]}"
