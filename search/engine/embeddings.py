"""Text to vectors with the served model, through ONNX Runtime: torch is never imported here."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from search.errors import ModelUnavailableError
from search.model.delivery import Manifest, read_manifest
from search.model.pieces import Pieces, load_pieces

Vectors = NDArray[np.float32]
log = structlog.get_logger(__name__)

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

    def __hash__(self) -> int: ...

    def queries(self, texts: Sequence[str]) -> Vectors: ...
    def passages(self, texts: Sequence[str]) -> Vectors: ...


class TokenEmbedder(Embedder, Protocol):
    """An embedder that also gives the vectors of the pieces, and can spell them."""

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]: ...
    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]: ...
    def spell(self, numbers: Sequence[int]) -> list[str]: ...
    def scarcity(self, pieces: Sequence[int]) -> list[float]: ...


class OnnxEmbedder:
    """Vectors of length 1, one row a text. May be shared by threads."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        manifest = read_manifest(folder)
        if manifest is None:
            raise ModelUnavailableError(f"no prepared model in {folder.name}")
        self.folder = folder
        self.threads = threads
        self.manifest: Manifest = manifest
        self.identity = manifest.identity
        self.lock = threading.Lock()
        self.loading: Loading | None = None
        self.lengths: dict[str, int] = {}

    def _load(self) -> tuple[Any, Pieces]:
        import onnxruntime  # inline: half a second that commands without search need not wait

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        # Threads that spin while they wait take a processor from whoever else has work, and answer no sooner.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The arena would keep the memory of the largest batch for ever.
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(
            str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        return session, load_pieces(self.folder)

    def ready(self, within: float | None) -> bool:
        """Whether the model is loaded, or is within so many seconds. Loading goes on meanwhile."""
        return self._loading().done.wait(within)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self.manifest.query_prefix + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self.manifest.passage_prefix + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        return self._encode(self.manifest.query_prefix, texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]:
        return self._encode(self.manifest.passage_prefix, texts)

    def spell(self, numbers: Sequence[int]) -> list[str]:
        """The pieces of words behind their numbers."""
        return self._loaded()[1].spell(numbers)

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        """How seldom each piece is in the texts that the tokenizer was made from: higher is scarcer."""
        return self._loaded()[1].scarcity(pieces)

    def _loading(self) -> "Loading":
        with self.lock:
            if self.loading is None:
                self.loading = Loading(self._load)
            return self.loading

    def _loaded(self) -> tuple[Any, Pieces]:
        return self._loading().result()

    def _pooled(self, texts: list[str]) -> Vectors:
        rows = np.zeros((len(texts), self.manifest.dimension), dtype=np.float32)
        for places, _ids, (pooled,) in self._batches(texts, ["pooled"]):
            rows[places] = pooled
        return rows

    def _encode(self, prefix: str, texts: Sequence[str]) -> list[Encoded]:
        skip = self._length_of(prefix)
        encoded: dict[int, Encoded] = {}
        for places, ids, (tokens, pooled) in self._batches(
            [prefix + text for text in texts], ["tokens", "pooled"]
        ):
            for row, place in enumerate(places):
                kept = tokens[row, skip : len(ids[row]) - 1]
                lengths = np.linalg.norm(kept, axis=1, keepdims=True)
                numbers = np.array(ids[row][skip:-1], dtype=np.int32)
                encoded[place] = Encoded(pooled[row], numbers, kept / np.maximum(lengths, 1e-9))
        return [encoded[place] for place in range(len(texts))]

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
            yield batch, ids, _run(session, outputs, ids)


def _run(session: Any, outputs: list[str], ids: list[list[int]]) -> Any:
    try:
        return session.run(outputs, _padded(ids))
    except Exception as error:
        raise ModelUnavailableError(f"the model fails: {error!r}") from error


class Loading:
    """Loads the model in a thread of its own, once. What goes wrong is told to everybody who asks."""

    def __init__(self, load: Callable[[], tuple[Any, Pieces]]) -> None:
        self.load = load
        self.done = threading.Event()
        self.parts: tuple[Any, Pieces] | None = None
        threading.Thread(target=self._run, name="model", daemon=True).start()

    def _run(self) -> None:
        try:
            self.parts = self.load()
        except Exception:
            log.exception("search_model_damaged", hint="manage.py prepare_model --anew")
        finally:
            self.done.set()

    def result(self) -> tuple[Any, Pieces]:
        self.done.wait()
        if self.parts is None:
            raise ModelUnavailableError("the model cannot be loaded")
        return self.parts


def is_ready(embedder: Embedder, within: float | None) -> bool:
    """An embedder that has nothing to load is always ready."""
    asked = getattr(embedder, "ready", None)
    return bool(asked(within)) if asked is not None else True


def _padded(ids: list[list[int]]) -> dict[str, NDArray[np.int64]]:
    length = max(map(len, ids))
    padded = np.ones((len(ids), length), dtype=np.int64)
    mask = np.zeros((len(ids), length), dtype=np.int64)
    for row, numbers in enumerate(ids):
        padded[row, : len(numbers)] = numbers
        mask[row, : len(numbers)] = 1
    return {"input_ids": padded, "attention_mask": mask}
