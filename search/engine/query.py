"""From what somebody typed to what the stores and late interaction need. No Django."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from krachtwijken.core.text import normalise, read_text, split_sentences
from search.engine.dutch.analysis import STOP, grams, tokens, words
from search.engine.dutch.asked_parts import parts_asked, whole_stems
from search.engine.dutch.asking import without_asking
from search.engine.dutch.places import as_usually_called
from search.engine.dutch.protected import as_spelt_now
from search.engine.dutch.synonyms import (
    NO_SYNONYMS,
    Expansion,
    SynonymTable,
    expansions_of,
    heaviest_of,
    typed_words,
)
from search.engine.embeddings import Encoded, TokenEmbedder, Vectors
from search.engine.recognition import Recogniser
from search.engine.text_vectors import SCALE, TextVectors
from search.types import StoredPassage

MOST_STEMS = 200
MOST_GRAMS = 200
# Of a whole document the commonest words that mean something say what it is about.
DOCUMENT_STEMS = 60
# The model reads 512 pieces, some 1,700 characters: a longer text goes through it in parts of whole sentences.
PART_CHARACTERS = 1500
# A query of so many words is typed; a longer one may be a pasted text with line ends, a greeting and a signature.
FEW_WORDS = 12
# So many words are a question or a few words; more are a text.
QUESTION_WORDS = 35
# Queries that this process keeps as they were encoded, some 50 kB each.
QUERIES_KEPT = 128
# A short query must share this part of its pieces of four letters with a passage: less is chance.
SHORT_QUERY, SHARED_GRAMS = 40, 0.4


@dataclass(frozen=True)
class StoreQuery:
    """A query in the form that every store understands; each token once. `expansions`: what it may be called too."""

    stems: Sequence[str]
    grams: Sequence[str]
    pooled: Vectors | None
    expansions: Sequence[Expansion] = ()

    @property
    def least_grams(self) -> int:
        """How many of its pieces of four letters a passage must have."""
        return max(1, int(len(self.grams) * SHARED_GRAMS)) if len(self.grams) <= SHORT_QUERY else 1


@dataclass(frozen=True)
class Query:
    """`text` as it was read. `pieces` (n,) and `vectors` (n, dimension) of every part of the text together; empty
    without a model. `problems` are the chances, by code, that a question is about each known problem; empty when nothing
    can tell."""

    text: str
    terms: StoreQuery
    pieces: NDArray[np.int32]
    vectors: Vectors
    problems: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_question(self) -> bool:
        return is_question(self.text)


def read_query(text: str) -> str:
    """What is asked, in one line. A pasted text without its greeting, signature and page numbers, and the same whether
    or not its lines were wrapped; a few words as they are."""
    if len(text.split()) > FEW_WORDS:
        prose = " ".join(unit.text for unit in read_text(text).statements)
        if prose:
            return prose
    return " ".join(normalise(text).split())


def encode_query(text: str, embedder: TokenEmbedder | None, synonyms: SynonymTable = NO_SYNONYMS) -> Query:
    return encode_queries([text], embedder, synonyms)[0]


def encode_queries(
    texts: Sequence[str], embedder: TokenEmbedder | None, synonyms: SynonymTable = NO_SYNONYMS
) -> list[Query]:
    """In order; many go through the model together, which is quicker than one by one."""
    read = [_by_words(text, synonyms) for text in texts]
    if embedder is None:
        return read
    parts = [split_for_model(query.text) if query.text.strip() else [] for query in read]
    encoded = iter(embedder.encode_queries([part for each in parts for part in each]))
    return [
        _with_meaning(query, list(islice(encoded, len(each)))) if each else query
        for query, each in zip(read, parts, strict=True)
    ]


def _by_words(text: str, synonyms: SynonymTable) -> Query:
    # By its usual name the model knows a place better.
    text = as_spelt_now(as_usually_called(read_query(text)))
    wanted = without_asking(text)
    others = expansions_of(typed_words(wanted), synonyms)
    if is_question(text):
        stems = whole_stems(words(wanted))
        parts = [part for part in parts_asked(words(wanted)) if not set(part.stems).issubset(stems)]
        others = heaviest_of([*others, *parts])
    else:
        stems = list(dict.fromkeys(tokens(wanted)))
    return _without_vectors(text, StoreQuery(stems[:MOST_STEMS], grams(wanted, MOST_GRAMS), None, others))


def _with_meaning(query: Query, encoded: Sequence[Encoded]) -> Query:
    # A part counts as much as it has pieces.
    pooled = sum((part.pooled * max(len(part.pieces), 1) for part in encoded), np.float32(0))
    pooled = np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)
    pieces = np.concatenate([part.pieces for part in encoded])
    vectors = np.concatenate([part.vectors for part in encoded])
    return Query(query.text, replace(query.terms, pooled=pooled), pieces, vectors)


@lru_cache(maxsize=QUERIES_KEPT)
def encode_query_once(
    text: str, embedder: TokenEmbedder, synonyms: SynonymTable, recogniser: Recogniser | None = None
) -> Query:
    """Whoever turns a page or sets a filter asks the same again: the model need not read it twice. `recogniser` when it
    was fitted with this embedder."""
    query = encode_query(text, embedder, synonyms)
    if recogniser is None or not query.is_question or query.terms.pooled is None:
        return query
    return replace(query, problems=recogniser.problems_asked(query.text, query.terms.pooled))


def encode_document_as_query(passages: Sequence[StoredPassage], vectors: Mapping[str, TextVectors]) -> Query:
    """A document as a query: its most frequent stems, the mean of its vectors, and their scarcer pieces."""
    counts = Counter(token for passage in passages for token in tokens(f"{passage.heading} {passage.text}"))
    stems = [stem for stem, _ in counts.most_common(DOCUMENT_STEMS)]
    known = [vectors[passage.digest] for passage in passages if passage.digest in vectors]
    if not known:
        return _without_vectors("", StoreQuery(stems, [], None))
    pooled = sum((text.pooled * max(len(text.pieces), 1) for text in known), np.float32(0))
    pooled = np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)
    pieces = np.concatenate([text.pieces[text.kept] for text in known])
    whole = np.concatenate([text.vectors for text in known]).astype(np.float32) / np.float32(SCALE)
    return Query("", StoreQuery(stems, [], pooled), pieces, whole)


def is_question(text: str) -> bool:
    """Whether it is short enough to be typed."""
    return 0 < len(text.split()) <= QUESTION_WORDS


def is_vague(text: str) -> bool:
    """Whether there is no word to search by: signs only, one letter, or words that stand in every text."""
    return all(word in STOP or (len(word) == 1 and word.isascii()) for word in words(text))


def split_for_model(text: str) -> list[str]:
    """Pieces of at most PART_CHARACTERS, at sentences where that is possible; at least one."""
    if len(text) <= PART_CHARACTERS:
        return [text]
    pieces = [""]
    for sentence in split_sentences(text):
        for start in range(0, len(sentence), PART_CHARACTERS):
            piece = sentence[start : start + PART_CHARACTERS]
            if pieces[-1] and len(pieces[-1]) + len(piece) >= PART_CHARACTERS:
                pieces.append(piece)
            else:
                pieces[-1] = f"{pieces[-1]} {piece}".strip()
    return pieces


def _without_vectors(text: str, terms: StoreQuery) -> Query:
    return Query(text, terms, np.zeros(0, np.int32), np.zeros((0, 0), np.float32))
