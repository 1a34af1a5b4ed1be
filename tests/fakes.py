"""Stand-ins: a language model for which words in common are meaning in common (real model: tests marked `model`), and
a backend with one index."""

import zlib
from collections.abc import Sequence

import numpy as np

from search.backend import SearchBackend
from search.engine.dutch.analysis import tokens
from search.engine.embeddings import Encoded, Vectors
from search.engine.pairs.batch import Models
from search.engine.pairs.scoring import packaged_pair_model
from search.engine.recognition import packaged_recogniser
from search.errors import ModelUnavailableError
from search.stores.search_index import SearchIndex

SIZE = 64


class WordEmbedder:
    def __init__(self, *, identity: str = "words", size: int = SIZE) -> None:
        self.identity = identity
        self.size = size

    def queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.size), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for token in tokens(text):
                row[zlib.crc32(token.encode()) % self.size] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    passages = queries

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        return [self._encoded(text) for text in texts]

    encode_passages = encode_queries

    def _encoded(self, text: str) -> Encoded:
        found = tokens(text)
        pieces = np.array([zlib.crc32(token.encode()) % 100_000 for token in found], dtype=np.int32)
        vectors = self.queries(found) if found else np.zeros((0, self.size), dtype=np.float32)
        return Encoded(self.queries([text])[0], pieces, vectors)

    def spell(self, numbers: Sequence[int]) -> list[str]:
        return [str(number) for number in numbers]

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        return [1.0] * len(pieces)


class BrokenEmbedder(WordEmbedder):
    """A model whose files are damaged."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        raise ModelUnavailableError("damaged")

    passages = queries


class SlowEmbedder(WordEmbedder):
    """A model that is never done loading: whoever asks it for vectors waits too long."""

    def ready(self, within: float | None) -> bool:
        assert within is not None, "somebody would wait for ever"
        return False

    def queries(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError("asked before it was ready")


class FixedBackend(SearchBackend):
    """Asks and writes this index only. Problems are recognised without a model."""

    def __init__(self, index: SearchIndex) -> None:
        super().__init__()
        self.in_use = self.wanted_index = index

    def index_to_rebuild(self) -> SearchIndex:
        return self.index

    def models(self, *, patience: float | None = None) -> Models:
        return Models(packaged_recogniser(), packaged_pair_model(), None, None)
