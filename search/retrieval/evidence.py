"""What documents in the index say for themselves, piece by piece, from stored vectors."""

import threading
from collections.abc import Mapping, Sequence

from cachetools import LRUCache

from search.backend import backend
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import PieceReading, PieceWords, read_piece, read_words
from search.engine.text_vectors import PieceWeights, TextVectors
from search.types import StoredPassage

# Of some 2 kB each: what the recogniser says of a passage, and its words.
WORDS_KEPT = 30_000
_words: LRUCache[tuple[str, str], PieceWords] = LRUCache(maxsize=WORDS_KEPT)
# The cache itself is not made for threads.
_lock = threading.Lock()


def pieces_of(
    passages: Mapping[str, Sequence[StoredPassage]],
    titles: Mapping[str, str],
    models: Models,
    places_by_label: Mapping[str, int],
) -> tuple[dict[str, list[PieceReading]], PieceWeights | None]:
    """Per document its pieces, and how scarce each piece of a word is; passages without text say nothing. Facts that are
    in `places_by_label` are problems that editors tied the document to."""
    telling = [
        (key, f"{titles[key]}. {passage.heading}".strip(". "), passage)
        for key, group in passages.items()
        for passage in group
        if passage.text
    ]
    digests = {passage.digest for _, _, passage in telling}
    vectors, weights = backend().vectors_of(digests) if models.embedder is not None else ({}, None)
    words = _words_of([(title, passage) for _, title, passage in telling], vectors, models)
    pieces: dict[str, list[PieceReading]] = {key: [] for key in passages}
    for (key, title, passage), each in zip(telling, words, strict=True):
        kept = vectors.get(passage.digest)
        tied = tuple(places_by_label[fact] for fact in passage.facts if fact in places_by_label)
        pieces[key].append(read_piece(title, passage.text, kept, each, heading=passage.heading, tied=tied))
    return pieces, weights


def _words_of(
    telling: Sequence[tuple[str, StoredPassage]], vectors: Mapping[str, TextVectors], models: Models
) -> list[PieceWords]:
    """Of each in turn; only what this process has not seen lately is worked out."""
    names = [
        # The digest of a passage without vectors says nothing of its text.
        (passage.digest, "" if passage.digest in vectors else f"{title} {passage.text}")
        for title, passage in telling
    ]
    with _lock:
        known = {name: _words[name] for name in names if name in _words}
    missing = {name: row for row, name in enumerate(names) if name not in known}
    texts = [(telling[row][0], telling[row][1].text) for row in missing.values()]
    stored = [vectors.get(telling[row][1].digest) for row in missing.values()]
    pooled = [kept.pooled if kept is not None else None for kept in stored]
    fresh = dict(zip(missing, read_words(texts, pooled, models.recogniser), strict=True)) if missing else {}
    with _lock:
        _words.update(fresh)
    known |= fresh
    return [known[name] for name in names]
