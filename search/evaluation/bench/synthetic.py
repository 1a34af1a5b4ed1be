"""Made-up passages of Dutch words, with vectors that cost next to nothing."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from krachtwijken.core.text.words import vocabulary
from search.engine.embeddings import Encoded
from search.types import Document

# A text this long is one passage.
WORDS_PER_TITLE, WORDS_PER_PASSAGE = 6, 65
PIECES_PER_PASSAGE = 120
POOL = 256
SIZE = 384


class Corpus:
    """Words as often as in real text: few often, many seldom. The same at every run."""

    def __init__(self) -> None:
        self.pick = random.Random(1)
        self.words = self.pick.sample(sorted(vocabulary()), 20_000)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        return " ".join(self.pick.choices(self.words, cum_weights=self.weights, k=length))

    def documents(self, count: int) -> Iterator[Document]:
        for number in range(count):
            title, text = self.text(WORDS_PER_TITLE), self.text(WORDS_PER_PASSAGE)
            yield Document("page", number, title, [("", text)], ["public"])


class Ready:
    """Vectors that cost next to nothing for passages, so that indexing is measured without the model.

    The pooled vector of each passage is new; the vectors of its pieces come from a store of POOL texts.
    """

    def __init__(self, real: Any) -> None:
        self.real = real
        self.identity = "bench"
        self.random = np.random.default_rng(1)
        self.vectors = unit(self.random.standard_normal((POOL, PIECES_PER_PASSAGE, SIZE), dtype=np.float32))

    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]:
        pieces = self.random.integers(4, 250_000, size=(len(texts), PIECES_PER_PASSAGE)).astype(np.int32)
        pooled = unit(self.random.standard_normal((len(texts), SIZE), dtype=np.float32))
        return [Encoded(*row) for row in zip(pooled, pieces, self.vectors[: len(texts)], strict=True)]

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        return [float(number) for number in pieces]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)
