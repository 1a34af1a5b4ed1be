"""What is known of either side before the two are compared: of a problem, and of a piece of evidence. No Django."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from krachtwijken.core.text import read_text
from search.engine.embeddings import TokenEmbedder, Vectors
from search.engine.pairs.terms import TermRow, TermScarcity, packaged_scarcity, stems_of
from search.engine.query import Query, encode_queries
from search.engine.recognition import Recogniser
from search.engine.text_vectors import TextVectors

# Headings under which an approach tells of something else than what it does: read as a reason these were refused most.
NO_REASON = frozenset({"Het probleem", "Doel", "Wat kwam eruit", "Wat werkte niet"})
# Of a longer text the rest says the same again.
MOST_STATEMENTS = 60


@dataclass(frozen=True)
class ProblemReading:
    """`statements` are its sentences with `vectors` (n, dimension) as queries, or None without a model; `logits`
    (n, problems + 1) are what the recogniser says of each."""

    query: Query
    statements: Sequence[str]
    vectors: Vectors | None
    logits: NDArray[np.float32]
    terms: TermRow

    @property
    def is_empty(self) -> bool:
        return not self.statements


@dataclass(frozen=True)
class PieceReading:
    """A piece of evidence: what is said under one title. `vectors` None when its meaning is not known; `logits`
    (problems,) are what the recogniser says of the piece as a whole. `gives_reasons` is False for what tells of the
    same trouble or of what failed: it says that a piece fits, not what it has to offer. `tied` are the places of the
    problems that editors tied it to; empty when that is not known. `sums_up` when it sums up the whole, None when it is
    no part of something with headings."""

    title: str
    text: str
    vectors: TextVectors | None
    logits: NDArray[np.float32]
    terms: TermRow
    gives_reasons: bool = True
    tied: tuple[int, ...] = ()
    sums_up: bool | None = None

    @property
    def whole(self) -> str:
        return f"{self.title}. {self.text}" if self.title else self.text


def read_problem(
    text: str,
    recogniser: Recogniser,
    embedder: TokenEmbedder | None,
    scarcity: TermScarcity | None = None,
    *,
    query: Query | None = None,
) -> ProblemReading:
    """`query` when the text was encoded already."""
    queries = [query] if query is not None else encode_queries([text], embedder)
    return _read([text], queries, recogniser, embedder, scarcity)[0]


def read_problems(
    texts: Sequence[str],
    recogniser: Recogniser,
    embedder: TokenEmbedder | None,
    scarcity: TermScarcity | None = None,
) -> list[ProblemReading]:
    """In order; together, which is quicker than one by one."""
    return _read(texts, encode_queries(texts, embedder), recogniser, embedder, scarcity)


def _read(
    texts: Sequence[str],
    queries: Sequence[Query],
    recogniser: Recogniser,
    embedder: TokenEmbedder | None,
    scarcity: TermScarcity | None,
) -> list[ProblemReading]:
    stated = [
        list(dict.fromkeys(unit.text for unit in read_text(text).statements))[:MOST_STATEMENTS]
        for text in texts
    ]
    every = [statement for statements in stated for statement in statements]
    rows = embedder.queries(every) if embedder is not None and every else None
    readings = []
    end = 0
    for query, statements in zip(queries, stated, strict=True):
        start, end = end, end + len(statements)
        vectors = rows[start:end] if rows is not None and statements else None
        logits = recogniser.text_logits(statements, vectors, query.text, query.terms.pooled)
        terms = (scarcity or packaged_scarcity()).row(stems_of(query.text))
        readings.append(ProblemReading(query, statements, vectors, logits, terms))
    return readings


@dataclass(frozen=True)
class PieceWords:
    """What need not be worked out again for a piece: see PieceReading."""

    logits: NDArray[np.float32]
    terms: TermRow


def read_words(
    pieces: Sequence[tuple[str, str]],
    pooled: Sequence[Vectors | None],
    recogniser: Recogniser,
    scarcity: TermScarcity | None = None,
) -> list[PieceWords]:
    """Of each (title, text), with its vector (dimension,) as a passage, or None; together, which is much quicker."""
    wholes = [f"{title}. {text}" if title else text for title, text in pieces]
    logits = np.zeros((len(wholes), len(recogniser.codes) + 1), dtype=np.float32)
    for known in (True, False):
        rows = [row for row, vector in enumerate(pooled) if (vector is not None) == known]
        if rows:
            vectors = np.array([pooled[row] for row in rows], dtype=np.float32) if known else None
            logits[rows] = recogniser.sentence_logits([wholes[row] for row in rows], vectors)
    weigh = scarcity or packaged_scarcity()
    return [
        PieceWords(row[: len(recogniser.codes)].copy(), weigh.row(stems_of(whole)))
        for row, whole in zip(logits, wholes, strict=True)
    ]


def read_piece(
    title: str,
    text: str,
    vectors: TextVectors | None,
    words: PieceWords,
    *,
    heading: str | None = None,
    tied: tuple[int, ...] = (),
) -> PieceReading:
    """`heading` under which it stands, empty above the first one, None when it has no place in something longer."""
    offers, sums_up = heading not in NO_REASON, None if heading is None else not heading
    return PieceReading(title, text, vectors, words.logits, words.terms, offers, tied, sums_up)


# What a reader adds is as sure as a clear sentence, what a reader switches off is not said at all.
SAID, NOT_SAID = 3.0, -9.0


def choose_problems(
    problem: ProblemReading, codes: Sequence[str], named: Collection[str], chosen: Collection[str] | None
) -> ProblemReading:
    """As if the text stated exactly the problems `chosen`, where `named` are those that were recognised; None changes
    nothing."""
    if chosen is None or set(chosen) == set(named):
        return problem
    logits = problem.logits.copy()
    for place, code in enumerate(codes):
        if code in named and code not in chosen:
            logits[:, place] = NOT_SAID
        elif code in chosen and code not in named:
            # The sentence that most surely states anything is taken to state this too, so that it counts everywhere.
            row = logits[:, -1].argmin()
            logits[row, place], logits[row, -1] = SAID, min(logits[row, -1], -SAID)
    return replace(problem, logits=logits)
