"""A stand-in for the language model: words in common are meaning in common. Real model: tests marked `model`."""

import zlib
from collections.abc import Sequence

import numpy as np

from search.analysis import tokens
from search.embedding import Encoded, Vectors

SIZE = 64


class WordEmbedder:
    identity = "words"

    def queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), SIZE), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for token in tokens(text):
                row[zlib.crc32(token.encode()) % SIZE] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    passages = queries

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        return [self._encoded(text) for text in texts]

    encode_passages = encode_queries

    def _encoded(self, text: str) -> Encoded:
        found = tokens(text)
        pieces = np.array([zlib.crc32(token.encode()) % 100_000 for token in found], dtype=np.int32)
        vectors = self.queries(found) if found else np.zeros((0, SIZE), dtype=np.float32)
        return Encoded(self.queries([text])[0], pieces, vectors)

    def piece(self, number: int) -> str:
        return str(number)

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        return [1.0] * len(pieces)
