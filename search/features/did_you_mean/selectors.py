"""Did you mean, for one viewer. What is hidden is never named: the word must stand in something the viewer may see."""

from functools import cache

import structlog

from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.text import clean_text
from krachtwijken.core.text.letters import composed_text
from search.backend import backend
from search.engine.dutch.analysis import stem
from search.engine.dutch.spelling import correct, letters_of, plain
from search.engine.query import StoreQuery
from search.engine.ranking import RankedDocument
from search.errors import SearchUnavailableError
from search.features.synonyms.selectors import current_synonyms
from search.indexing.vocabulary.services import load_vocabulary
from search.retrieval.access import visible_rows
from search.types import EVERYTHING, StoredPassage

log = structlog.get_logger(__name__)
LONGEST_QUERY = 120
# So many documents with the word are looked at before it counts as hidden.
LOOKED_AT = 20


def did_you_mean(query: str, *, viewer: Viewer) -> str:
    """The query with near words for unknown ones; empty when it is long, or nothing needs to be asked."""
    text = composed_text(clean_text(query, max_length=LONGEST_QUERY + 1))
    if not text or len(text) > LONGEST_QUERY:
        return ""
    known = {word for term in current_synonyms().terms for word in letters_of(term)}
    stands = cache(lambda word: _stands_somewhere(word, viewer))
    try:
        return correct(
            text,
            load_vocabulary(),
            lambda typed, other: typed not in known and not stands(typed) and stands(other),
        )
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return ""


def _stands_somewhere(word: str, viewer: Viewer) -> bool:
    """Whether the viewer may see a document with exactly this word."""
    store = backend().index.store
    query = StoreQuery([stem(plain(word))], [], None)
    signals = store.signals(query, audience=audience_terms(viewer), filters=EVERYTHING)
    numbers = sorted(signals.stems, key=lambda number: (-signals.stems[number], number))[:LOOKED_AT]
    passages = store.passages(numbers)
    documents = [RankedDocument(passage.key, passage=passage) for passage in passages.values()]
    rows = visible_rows(viewer, list({item.key: item for item in documents}.values()))
    titles = {item.key: str(row.title) for item, row in rows}
    return any(
        passage.key in titles and _has(word, passage, titles[passage.key]) for passage in passages.values()
    )


def _has(word: str, passage: StoredPassage, title: str) -> bool:
    whole = f"{title} {passage.heading} {passage.text}"
    return plain(word) in {plain(other) for other in letters_of(whole)}
