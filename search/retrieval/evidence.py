"""What documents in the index say for themselves, piece by piece, from stored vectors."""

import threading
from collections.abc import Mapping, Sequence

from cachetools import LRUCache

from search.backend import backend
from search.engine.embeddings import Vectors
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import PieceReading, PieceWords, read_piece, read_words
from search.engine.text_vectors import PieceWeights
from search.types import StoredPassage

# Headings under which an approach tells of something else than what it does: read as a reason these were refused most.
NO_REASON = frozenset({"Het probleem", "Doel", "Wat kwam eruit", "Wat werkte niet"})
# Of some 2 kB each: what the recogniser says of a passage, and its words.
WORDS_KEPT = 30_000
_words: LRUCache[tuple[str, str], PieceWords] = LRUCache(maxsize=WORDS_KEPT)
# The cache itself is not made for threads.
_lock = threading.Lock()


def pieces_of(
    passages: Mapping[str, Sequence[StoredPassage]], titles: Mapping[str, str], models: Models
) -> tuple[dict[str, list[PieceReading]], PieceWeights | None]:
    """Per document its pieces, and how scarce each piece of a word is; passages without text say nothing."""
    digests = {passage.digest for group in passages.values() for passage in group}
    vectors, weights = backend().vectors_of(digests) if models.embedder is not None else ({}, None)
    pieces: dict[str, list[PieceReading]] = {}
    for key, group in passages.items():
        pieces[key] = []
        for passage in group:
            if passage.text:
                title = f"{titles[key]}. {passage.heading}".strip(". ")
                kept = vectors.get(passage.digest)
                words = _words_of(passage, title, kept.pooled if kept else None, models)
                offers = passage.heading not in NO_REASON
                pieces[key].append(read_piece(title, passage.text, kept, words, gives_reasons=offers))
    return pieces, weights


def _words_of(passage: StoredPassage, title: str, pooled: Vectors | None, models: Models) -> PieceWords:
    # The digest of a passage without vectors says nothing of its text.
    name = (passage.digest, "" if pooled is not None else f"{title} {passage.text}")
    with _lock:
        known = _words.get(name)
    if known is None:
        known = read_words(title, passage.text, pooled, models.recogniser)
        with _lock:
            _words[name] = known
    return known
