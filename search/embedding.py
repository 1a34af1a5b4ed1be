"""Text to vectors with the served model, through ONNX Runtime: torch is never imported here."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from search.model.delivery import Manifest, read_manifest
from search.model.pieces import Pieces, load_pieces

Vectors = NDArray[np.float32]
MAX_TOKENS = 512
BATCH_TOKENS = 2048
BATCH_TEXTS = 32


@dataclass(frozen=True)
class Encoded:
    """One text: its pooled vector (dimension,), and for every piece its number (n,) and its vector (n, dimension).

    All vectors have length 1. The prefix of the model and the marks for start and end are left out of the pieces.
    """

    pooled: Vectors
    pieces: NDArray[np.int32]
    vectors: Vectors


class Embedder(Protocol):
    identity: str

    def queries(self, texts: Sequence[str]) -> Vectors: ...
    def passages(self, texts: Sequence[str]) -> Vectors: ...


class TokenEmbedder(Embedder, Protocol):
    """An embedder that also gives the vectors of the pieces, and can say what a piece is."""

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]: ...
    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]: ...
    def piece(self, number: int) -> str: ...
    def scarcity(self, pieces: Sequence[int]) -> list[float]: ...


class OnnxEmbedder:
    """Vectors of length 1, one row a text. May be shared by threads."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        manifest = read_manifest(folder)
        if manifest is None:
            raise FileNotFoundError(f"no prepared model in {folder.name}")
        self.folder = folder
        self.threads = threads
        self.manifest: Manifest = manifest
        self.identity = manifest.identity
        self.lock = threading.Lock()
        self.lengths: dict[str, int] = {}

    @cached_property
    def _parts(self) -> tuple[Any, Pieces]:
        import onnxruntime  # inline: half a second that commands without search need not wait

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        # Threads that wait by spinning take the processor away from the requests beside them.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The arena would keep the memory of the largest batch for ever.
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(
            str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        return session, load_pieces(self.folder)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self.manifest.query_prefix + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self.manifest.passage_prefix + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        return self._encode(self.manifest.query_prefix, texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]:
        return self._encode(self.manifest.passage_prefix, texts)

    def piece(self, number: int) -> str:
        return self._loaded()[1].piece(number)

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        """How seldom each piece is in the texts that the tokenizer was made from: higher is scarcer."""
        return self._loaded()[1].scarcity(pieces)

    def _loaded(self) -> tuple[Any, Pieces]:
        with self.lock:
            return self._parts

    def _pooled(self, texts: list[str]) -> Vectors:
        rows = np.zeros((len(texts), self.manifest.dimension), dtype=np.float32)
        for places, _ids, (pooled,) in self._batches(texts, ["pooled"]):
            rows[places] = pooled
        return rows

    def _encode(self, prefix: str, texts: Sequence[str]) -> list[Encoded]:
        skip = self._length_of(prefix)
        found: dict[int, Encoded] = {}
        for places, ids, (tokens, pooled) in self._batches(
            [prefix + text for text in texts], ["tokens", "pooled"]
        ):
            for row, place in enumerate(places):
                kept = tokens[row, skip : len(ids[row]) - 1]
                lengths = np.linalg.norm(kept, axis=1, keepdims=True)
                numbers = np.array(ids[row][skip:-1], dtype=np.int32)
                found[place] = Encoded(pooled[row], numbers, kept / np.maximum(lengths, 1e-9))
        return [found[place] for place in range(len(texts))]

    def _length_of(self, prefix: str) -> int:
        """Pieces before the text itself: the mark for the start and the prefix."""
        if prefix not in self.lengths:
            self.lengths[prefix] = len(self._loaded()[1].encode([prefix.strip()], MAX_TOKENS)[0]) - 1
        return self.lengths[prefix]

    def _batches(self, texts: list[str], outputs: list[str]) -> Iterator[tuple[list[int], list[Any], Any]]:
        """Places in `texts`, ids and outputs of the model, texts of equal length together: padding is work for
        nothing."""
        session, pieces = self._loaded()
        encoded = pieces.encode(texts, MAX_TOKENS)
        order = sorted(range(len(texts)), key=lambda index: len(encoded[index]))
        while order:
            longest = len(encoded[order[min(len(order), BATCH_TEXTS) - 1]])
            size = min(max(1, BATCH_TOKENS // max(1, longest)), BATCH_TEXTS)
            batch, order = order[:size], order[size:]
            ids = [encoded[index] for index in batch]
            yield batch, ids, session.run(outputs, _padded(ids))


def _padded(ids: list[list[int]]) -> dict[str, NDArray[np.int64]]:
    length = max(map(len, ids))
    padded = np.ones((len(ids), length), dtype=np.int64)
    mask = np.zeros((len(ids), length), dtype=np.int64)
    for row, numbers in enumerate(ids):
        padded[row, : len(numbers)] = numbers
        mask[row, : len(numbers)] = 1
    return {"input_ids": padded, "attention_mask": mask}
