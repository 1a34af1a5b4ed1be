"""The sentences of pieces of evidence."""

from collections.abc import Sequence

import numpy as np

from search.engine.embeddings import Vectors
from search.engine.pairs.readings import PieceReading
from search.engine.pairs.sentences import bank_of, overlap_of, stem_set, telling_sentences
from search.engine.text_vectors import TextVectors
from tests.fakes import SIZE
from tests.search.pairs.made import recogniser

TEXT = "Helpt jongeren met schulden in de wijk. Ja. Belt elke week met de bank."


def piece(vectors: TextVectors | None = None, *, gives_reasons: bool = True) -> PieceReading:
    return PieceReading("", TEXT, vectors, np.zeros(2, np.float32), {}, gives_reasons)


def kept(count: int) -> TextVectors:
    sentences = np.full((count, SIZE), 0.5, dtype=np.float16)
    empty = np.zeros(0)
    return TextVectors(
        np.ones(SIZE, np.float32), empty.astype(np.int32), empty.astype(np.uint16),
        np.zeros((0, SIZE), np.int8), sentences,
    )  # fmt: skip


class Embed:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.ones((len(texts), SIZE), dtype=np.float32)


def test_sentence_of_a_word_or_two_tells_nothing() -> None:
    assert telling_sentences(TEXT) == [
        "Helpt jongeren met schulden in de wijk.",
        "Belt elke week met de bank.",
    ]


def test_kept_vectors_are_not_made_again() -> None:
    embed = Embed()
    bank = bank_of([piece(kept(2))], embed, recogniser())
    assert embed.asked == []
    assert bank.vectors.shape == (2, SIZE)
    assert float(bank.vectors.max()) == 0.5


def test_vectors_of_another_cut_are_made_again() -> None:
    embed = Embed()
    bank_of([piece(kept(3))], embed, recogniser())
    assert embed.asked == telling_sentences(TEXT)


def test_piece_that_tells_of_trouble_gives_no_sentences() -> None:
    bank = bank_of([piece(gives_reasons=False), piece()], Embed(), recogniser())
    assert bank.pieces.tolist() == [1, 1]


def test_overlap_is_the_shared_part_of_either_side() -> None:
    asked, given = [stem_set("schulden bank")], [stem_set("schulden"), stem_set("groen")]
    overlap = overlap_of(asked, given)
    assert 0 < overlap.forth[0, 0] < 1
    assert np.isclose(overlap.back[0, 0], 1)
    assert overlap.forth[0, 1] == overlap.back[0, 1] == 0
