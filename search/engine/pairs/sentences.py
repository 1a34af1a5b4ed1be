"""The sentences of pieces of evidence, ready to be compared with those of a problem. No Django."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from krachtwijken.core.text import split_sentences
from search.engine.dutch.analysis import words
from search.engine.embeddings import Vectors
from search.engine.pairs.readings import PieceReading
from search.engine.pairs.terms import TermScarcity, packaged_scarcity, stems_of
from search.engine.recognition import Recogniser

# Gives the vectors of sentences as passages (n, dimension).
Embed = Callable[[Sequence[str]], Vectors]
# Fewer words say nothing by themselves.
FEWEST_WORDS = 4


@dataclass(frozen=True)
class SentenceBank:
    """`texts` of all pieces in turn; `pieces` (n,) is the number of the piece of each. `vectors` (n, dimension) as
    passages, `logits` (n, problems + 1) by meaning alone, `stems` of each. `tied` (n, problems) says to which problems
    editors tied the piece of each; `sums_up` (n,) whether that piece sums up the whole, NaN when it has no headings."""

    texts: Sequence[str]
    pieces: NDArray[np.int64]
    vectors: Vectors
    logits: NDArray[np.float32]
    stems: Sequence[frozenset[str]]
    tied: NDArray[np.bool_]
    sums_up: NDArray[np.float32]

    def take(self, rows: Sequence[int]) -> "SentenceBank":
        """Some of its sentences, or one of them twice; they keep the numbers of their pieces."""
        return SentenceBank(
            [self.texts[row] for row in rows], self.pieces[rows], self.vectors[rows], self.logits[rows],
            [self.stems[row] for row in rows], self.tied[rows], self.sums_up[rows],
        )  # fmt: skip


def bank_of(pieces: Sequence[PieceReading], embed: Embed, recogniser: Recogniser) -> SentenceBank:
    rows = [
        (sentence, place)
        for place, piece in enumerate(pieces)
        if piece.gives_reasons
        for sentence in dict.fromkeys(telling_sentences(piece.text))
    ]
    texts = [text for text, _ in rows]
    vectors = _vectors(pieces, rows, embed, len(recogniser.centre))
    places = np.array([place for _, place in rows], dtype=np.int64)
    logits = recogniser.logits_by_meaning(vectors)
    tied = np.zeros((len(pieces), len(recogniser.codes)), dtype=bool)
    for place, piece in enumerate(pieces):
        tied[place, list(piece.tied)] = True
    sums_up = np.array(
        [np.nan if piece.sums_up is None else piece.sums_up for piece in pieces], dtype=np.float32
    )
    stems = [stem_set(text) for text in texts]
    return SentenceBank(texts, places, vectors, logits, stems, tied[places], sums_up[places])


def _vectors(
    pieces: Sequence[PieceReading], rows: Sequence[tuple[str, int]], embed: Embed, width: int
) -> Vectors:
    """Those that were kept with the pieces; only what was not kept goes through the model."""
    known = {(place, text): row for place, piece in enumerate(pieces) for text, row in _kept(piece)}
    missing = list(dict.fromkeys(text for text, place in rows if (place, text) not in known))
    fresh = dict(zip(missing, embed(missing), strict=True)) if missing else {}
    vectors = [known.get((place, text), fresh.get(text)) for text, place in rows]
    return np.array(vectors, dtype=np.float32).reshape(len(rows), width)


def _kept(piece: PieceReading) -> list[tuple[str, Vectors]]:
    sentences = telling_sentences(piece.text)
    if piece.vectors is None or len(piece.vectors.sentences) != len(sentences):
        return []
    return list(zip(sentences, piece.vectors.sentences, strict=True))


def telling_sentences(text: str) -> list[str]:
    """Those that can stand alone."""
    return [sentence for sentence in split_sentences(text) if len(words(sentence)) >= FEWEST_WORDS]


@lru_cache(maxsize=20_000)
def stem_set(text: str) -> frozenset[str]:
    return frozenset(stems_of(text))


@dataclass(frozen=True)
class Overlap:
    """(statements, sentences): the share of the weight of the one that the other has too, and the other way round."""

    forth: NDArray[np.float32]
    back: NDArray[np.float32]


def overlap_of(
    asked: Sequence[frozenset[str]], given: Sequence[frozenset[str]], scarcity: TermScarcity | None = None
) -> Overlap:
    weigh = (scarcity or packaged_scarcity()).weigh
    columns = {stem: place for place, stem in enumerate(sorted(frozenset().union(*asked, *given)))}
    if not columns:
        nothing = np.zeros((len(asked), len(given)), dtype=np.float32)
        return Overlap(nothing, nothing)
    one, other = (_table(side, columns) for side in (asked, given))
    weights = np.array([weigh(stem) for stem in columns], dtype=np.float32)
    shared = np.asarray((one.multiply(weights).tocsr() @ other.T).todense(), dtype=np.float32)
    totals = [np.asarray(side @ weights) for side in (one, other)]
    forth = shared / np.maximum(totals[0][:, None], 1e-9)
    return Overlap(forth, shared / np.maximum(totals[1][None, :], 1e-9))


def _table(side: Sequence[frozenset[str]], columns: dict[str, int]) -> sparse.csr_matrix:
    rows = [row for row, stems in enumerate(side) for _ in stems]
    places = [columns[stem] for stems in side for stem in stems]
    values = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_matrix((values, (rows, places)), shape=(len(side), len(columns)))
