"""The search of the site with vectors that are drawn instead of computed: a site full of made-up texts within minutes."""

import contextlib
import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from search.backend import SearchBackend, override_backend
from search.engine.embeddings import Encoded, TokenEmbedder, Vectors
from search.evaluation.bench.synthetic import unit

# How much of a vector is that of one text of the pool; the rest is that of another.
OWN = 0.8
PIECES_PER_WORD = 2


class DrawnEmbedder:
    """Questions go through the model. A passage, or a sentence of one, gets the vector of a text of the pool: of the one it
    says, else of any, mixed with that of another. So vectors are as like each other and a question as real ones are,
    what fits a question is found, and the same text always gets the same."""

    def __init__(self, real: TokenEmbedder, pool: Sequence[str]) -> None:
        self.real = real
        # The packaged models of advice were fitted with this one.
        self.identity = real.identity
        self.places = {text: place for place, text in enumerate(pool)}
        self.said = re.compile("|".join(map(re.escape, pool)))
        encoded = real.encode_passages(pool)
        self.pooled = np.stack([one.pooled for one in encoded])
        # The pieces of all texts of the pool behind each other, twice: a passage cuts as much from it as it is long.
        self.pieces = np.concatenate([one.pieces for one in encoded * 2])
        self.vectors = np.concatenate([one.vectors for one in encoded * 2])
        self.starts = np.cumsum([0, *(len(one.pieces) for one in encoded)])

    def passages(self, texts: Sequence[str]) -> Vectors:
        one, other = self._drawn(texts)
        return unit(OWN * self.pooled[one] + (1 - OWN) * self.pooled[other])

    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]:
        starts = self.starts[self._drawn(texts)[0]]
        encoded = []
        for text, start, pooled in zip(texts, starts, self.passages(texts), strict=True):
            end = start + min(PIECES_PER_WORD * len(text.split()) or 1, self.starts[-1])
            encoded.append(Encoded(pooled, self.pieces[start:end], self.vectors[start:end]))
        return encoded

    def _drawn(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Of each text two places in the pool; (2, n)."""
        return np.array([self._places(text) for text in texts], dtype=np.int64).reshape(len(texts), 2).T

    def _places(self, text: str) -> tuple[int, int]:
        said = self.said.search(text)
        if said is not None:
            return self.places[said[0]], self.places[said[0]]
        number, size = zlib.crc32(text.encode()), len(self.pooled)
        return number % size, number // size % size

    def ready(self, within: float | None) -> bool:
        """The model was loaded for the pool."""
        return True

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self.real.queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        return self.real.encode_queries(texts)

    def spell(self, numbers: Sequence[int]) -> list[str]:
        return self.real.spell(numbers)

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        return self.real.scarcity(pieces)


class DrawnBackend(SearchBackend):
    def __init__(self, embedder: DrawnEmbedder | None) -> None:
        super().__init__()
        self.embedder = embedder


@contextlib.contextmanager
def drawn_vectors(pool: Sequence[str]) -> Iterator[bool]:
    """Inside, search draws the vectors of what it indexes from those of these texts, and remembers nothing of
    before. Gives whether there is a model; without one search goes by words."""
    real = SearchBackend().embedder
    with override_backend(DrawnBackend(DrawnEmbedder(real, pool) if real is not None else None)):
        yield real is not None
