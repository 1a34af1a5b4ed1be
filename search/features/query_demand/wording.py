"""Which questions may be counted, and in what form: short, without a trace of a person."""

import re

from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.privacy_patterns import FIRST_NAMES
from krachtwijken.core.text import clean_text
from krachtwijken.core.text.letters import composed_text
from krachtwijken.core.text.words import vocabulary
from search.engine.dutch.analysis import STOP, words
from search.engine.dutch.compounds import split

MAX_WORDS = 6
MAX_CHARACTERS = 80
MIN_CHARACTERS = 3
# Numbers, addresses of mail and of pages: nothing that a question about an approach needs.
REFUSED = re.compile(r"[\d@]|https?:|www\.|\.(?:nl|com|org|eu)\b", re.IGNORECASE)
EDGES = " .,;:!?\"'()[]{}<>-–—/\\|*_+=~`’‘“”…"
# As in 's avonds and 't plein, with whatever sign somebody's keyboard gives.
SHORT_FORM = re.compile(r"^\W*?['‘’´`](?P<letter>[stnk])\s")
# What stands before a surname.
TITLES = frozenset({"dhr", "mevr", "mw", "mevrouw", "meneer", "mijnheer", "heer", "fam", "familie"})


def kept_form(query: str) -> str:
    """The question as it is counted: lower case, single spaces. Empty when it may not be kept."""
    text = " ".join(composed_text(clean_text(query, max_length=MAX_CHARACTERS + 1)).split())
    if not MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS or len(text.split()) > MAX_WORDS:
        return ""
    in_query = words(text)
    if not in_query or REFUSED.search(text) or find_personal_data(text):
        return ""
    if any(word in FIRST_NAMES or word in TITLES for word in in_query):
        return ""
    return _without_edges(text.casefold())[:MAX_CHARACTERS]


def _without_edges(text: str) -> str:
    """Without the signs around it, but for the apostrophe of a word that begins with one: 's avonds."""
    plain = text.strip(EDGES)
    short = SHORT_FORM.search(text)
    return f"'{plain}" if short and plain.startswith(short["letter"]) else plain


def has_known_words_only(form: str, names: frozenset[str]) -> bool:
    """Whether every word is in the dictionary, a compound of such words, or a name of a wijk or gemeente.

    A surname, a curse in another language or a slip of the keyboard is not: then the redactie looks first.
    """
    return all(_is_known(word, names) for word in words(form))


def _is_known(word: str, names: frozenset[str]) -> bool:
    return len(word) == 1 or word in STOP or word in vocabulary() or word in names or bool(split(word))
