"""From what somebody typed to what the stores and late interaction need. No Django."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.analysis import STOP, grams, sentences, tokens, words
from search.embedding import TokenEmbedder, Vectors
from search.stores.base import Also, Asked
from search.types import StoredPassage
from search.vectors.types import SCALE, TextVectors
from search.words.table import NO_WORDS, WordTable, also, typed

MOST_STEMS = 200
MOST_GRAMS = 200
# Of a whole document the commonest words that mean something say what it is about.
DOCUMENT_STEMS = 60
# The model reads 512 pieces, some 1,700 characters: a longer text goes through it in parts of whole sentences.
PART_CHARACTERS = 1500


@dataclass(frozen=True)
class Question:
    """`pieces` (n,) and `vectors` (n, dimension) of every part of the text together; empty without a model."""

    asked: Asked
    pieces: NDArray[np.int32]
    vectors: Vectors


def understand(text: str, embedder: TokenEmbedder | None, words: WordTable = NO_WORDS) -> Question:
    stems = list(dict.fromkeys(tokens(text)))[:MOST_STEMS]
    cut = grams(text, MOST_GRAMS)
    others = [Also(found.stems, found.weight) for found in also(typed(text), words)]
    if embedder is None or not text.strip():
        return Question(Asked(stems, cut, None, others), np.zeros(0, np.int32), np.zeros((0, 0), np.float32))
    encoded = embedder.encode_queries(parts(text))
    # A part counts as much as it has pieces.
    pooled = sum((part.pooled * max(len(part.pieces), 1) for part in encoded), np.float32(0))
    pooled = np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)
    pieces = np.concatenate([part.pieces for part in encoded])
    return Question(
        Asked(stems, cut, pooled, others), pieces, np.concatenate([part.vectors for part in encoded])
    )


def is_vague(text: str) -> bool:
    """Whether there is no word to search by: signs only, one letter, or words that stand in every text."""
    return all(word in STOP or (len(word) == 1 and word.isascii()) for word in words(text))


def parts(text: str) -> list[str]:
    """Pieces of at most PART_CHARACTERS, at sentences where that is possible; at least one."""
    if len(text) <= PART_CHARACTERS:
        return [text]
    found = [""]
    for sentence in sentences(text):
        for start in range(0, len(sentence), PART_CHARACTERS):
            piece = sentence[start : start + PART_CHARACTERS]
            if found[-1] and len(found[-1]) + len(piece) >= PART_CHARACTERS:
                found.append(piece)
            else:
                found[-1] = f"{found[-1]} {piece}".strip()
    return found


def of_document(passages: Sequence[StoredPassage], vectors: Mapping[str, TextVectors]) -> Question:
    """A document as a question: its most frequent stems, the mean of its vectors, and their scarcer pieces."""
    stems = Counter(token for passage in passages for token in tokens(f"{passage.heading} {passage.text}"))
    asked = [stem for stem, _ in stems.most_common(DOCUMENT_STEMS)]
    known = [vectors[passage.digest] for passage in passages if passage.digest in vectors]
    if not known:
        return Question(Asked(asked, [], None), np.zeros(0, np.int32), np.zeros((0, 0), np.float32))
    pooled = sum((found.pooled * max(len(found.pieces), 1) for found in known), np.float32(0))
    pooled = np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)
    pieces = np.concatenate([found.pieces[found.kept] for found in known])
    whole = np.concatenate([found.vectors for found in known]).astype(np.float32) / np.float32(SCALE)
    return Question(Asked(asked, [], pooled), pieces, whole)
