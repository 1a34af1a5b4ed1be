"""Did you mean, for one viewer. What is hidden is never named: the word must stand in something the viewer may see."""

import threading
import time
from functools import cache

import structlog

from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.text import clean_text
from search.analysis import stem
from search.errors import SearchUnavailableError
from search.hydration import visible_rows
from search.meant.models import StoredVocabulary
from search.meant.nearest import LETTERS, Vocabulary, mended, plain
from search.services.engine import shared_engine
from search.stores.base import Asked
from search.types import Found, SearchFilters, StoredPassage
from search.words.selectors import current_words

log = structlog.get_logger(__name__)
NAME = "public"
LONGEST_QUERY = 120
LOOK_AGAIN_SECONDS = 30.0
# So many documents with the word are looked at before it counts as hidden.
LOOKED_AT = 20


class KeptVocabulary:
    """One per process; read again when it was counted anew."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.stamp: object = None
        self.vocabulary = Vocabulary({})

    def current(self) -> Vocabulary:
        with self.lock:
            if time.monotonic() - self.looked_at >= LOOK_AGAIN_SECONDS:
                row = StoredVocabulary.objects.filter(name=NAME)
                stamp = row.values_list("counted_at", flat=True).first()
                if stamp != self.stamp:
                    found = row.first()
                    self.vocabulary = Vocabulary.from_bytes(bytes(found.words)) if found else Vocabulary({})
                    self.stamp = stamp
                self.looked_at = time.monotonic()
            return self.vocabulary

    def forget(self) -> None:
        self.looked_at = float("-inf")


kept = KeptVocabulary()


def did_you_mean(query: str, *, viewer: Viewer) -> str:
    """The query with near words for unknown ones; empty when it is long, or nothing needs to be asked."""
    text = clean_text(query, max_length=LONGEST_QUERY + 1)
    if not text or len(text) > LONGEST_QUERY:
        return ""
    known = {word for term in current_words().terms for word in LETTERS.findall(term.casefold())}
    stands = cache(lambda word: _stands_somewhere(word, viewer))
    try:
        return mended(
            text,
            kept.current(),
            lambda typed, other: typed not in known and not stands(typed) and stands(other),
        )
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return ""


def _stands_somewhere(word: str, viewer: Viewer) -> bool:
    """Whether the viewer may see a document with exactly this word."""
    store = shared_engine().store
    asked = Asked([stem(plain(word))], [], None)
    signals = store.signals(asked, audience=audience_terms(viewer), filters=SearchFilters())
    numbers = sorted(signals.stems, key=lambda number: (-signals.stems[number], number))[:LOOKED_AT]
    passages = store.passages(numbers)
    found = [Found(passage.key, passage=passage) for passage in passages.values()]
    rows = visible_rows(viewer, list({item.key: item for item in found}.values()))
    titles = {item.key: str(row.title) for item, row in rows}
    return any(
        passage.key in titles and _has(word, passage, titles[passage.key]) for passage in passages.values()
    )


def _has(word: str, passage: StoredPassage, title: str) -> bool:
    whole = f"{title} {passage.heading} {passage.text}"
    return plain(word) in {plain(found) for found in LETTERS.findall(whole.casefold())}
