"""What is kept of a text, and where. No Django."""

import hashlib
import struct
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.engine.embeddings import Encoded, Vectors

HEAD = "<IIIII"
SCALE = 127
# Raise it when the bytes of a text are laid out anew: those of before are then made again.
LAYOUT = 2


@dataclass(frozen=True)
class TextVectors:
    """`pooled` (dimension,) float32; `pieces` (n,) numbers of all pieces; `kept` (k,) places among them of the
    scarcer half; `vectors` (k, dimension) int8, length 127; `sentences` (m, dimension) float16 of what may be a
    reason in an advice, none for texts that nobody is advised by."""

    pooled: Vectors
    pieces: NDArray[np.int32]
    kept: NDArray[np.uint16]
    vectors: NDArray[np.int8]
    sentences: NDArray[np.float16] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float16))

    def to_bytes(self) -> bytes:
        head = struct.pack(HEAD, len(self.pooled), len(self.pieces), *self.vectors.shape, len(self.sentences))
        parts = (self.pooled, self.pieces, self.kept, self.vectors, self.sentences)
        return b"".join((head, *(part.tobytes() for part in parts)))

    @classmethod
    def from_bytes(cls, data: bytes) -> "TextVectors":
        dimension, pieces, kept, width, sentences = struct.unpack_from(HEAD, data)
        place = struct.calcsize(HEAD)
        parts = []
        layout = (
            ("<f4", dimension), ("<i4", pieces), ("<u2", kept), ("i1", kept * width), ("<f2", sentences * dimension),
        )  # fmt: skip
        for kind, count in layout:
            parts.append(np.frombuffer(data, dtype=kind, count=count, offset=place))
            place += parts[-1].nbytes
        own = parts[4].reshape(sentences, dimension)
        return cls(parts[0], parts[1], parts[2], parts[3].reshape(kept, width), own)


@dataclass(frozen=True)
class PieceWeights:
    """In how many of `total` texts each piece occurs; gives the weight of a piece in late interaction."""

    numbers: NDArray[np.int32]
    counts: NDArray[np.int32]
    total: int

    @classmethod
    def of(cls, texts: Iterable[NDArray[np.int32]]) -> "PieceWeights":
        counter: Counter[int] = Counter()
        total = 0
        for pieces in texts:
            counter.update(set(pieces.tolist()))
            total += 1
        numbers = np.array(sorted(counter), dtype=np.int32)
        return cls(numbers, np.array([counter[number] for number in numbers.tolist()], dtype=np.int32), total)

    def weigh(self, pieces: NDArray[np.int32]) -> Vectors:
        """IDF as in BM25, float32; a piece that no text has counts as the scarcest."""
        places = np.searchsorted(self.numbers, pieces)
        places = np.minimum(places, max(len(self.numbers) - 1, 0))
        known = self.numbers[places] == pieces if len(self.numbers) else np.zeros(len(pieces), dtype=bool)
        counts = np.where(known, self.counts[places], 0) if len(self.numbers) else np.zeros(len(pieces))
        return np.log1p((self.total - counts + 0.5) / (counts + 0.5)).astype(np.float32)


class VectorStore(Protocol):
    """Keeps vectors by digest. Losing it costs time, nothing else."""

    def fetch(self, digests: Collection[str]) -> dict[str, TextVectors]: ...
    def add(self, vectors: Mapping[str, TextVectors]) -> None: ...
    def keep_only(self, digests: Collection[str]) -> int: ...
    def weights(self) -> PieceWeights | None: ...
    def save_weights(self, weights: PieceWeights) -> None: ...


def digest_of(identity: str, text: str) -> str:
    """64 hexadecimal characters of layout, model and text."""
    return hashlib.sha256(f"{LAYOUT} {identity}\0{text}".encode()).hexdigest()


def compress(encoded: Encoded, scarcity: Sequence[float], sentences: Vectors | None = None) -> TextVectors:
    """What is kept of an encoded text; `scarcity` of each of its pieces, `sentences` (m, dimension) of its own."""
    half = (len(encoded.pieces) + 1) // 2
    order = np.argsort(-np.asarray(scarcity, dtype=np.float32), kind="stable")[:half]
    kept = np.sort(order).astype(np.uint16)
    vectors = np.round(encoded.vectors[kept] * SCALE).astype(np.int8)
    own = sentences if sentences is not None else np.zeros((0, len(encoded.pooled)))
    return TextVectors(
        encoded.pooled.astype(np.float32), encoded.pieces, kept, vectors, own.astype(np.float16)
    )
