"""Text to vectors with the served model, through ONNX Runtime: torch is never imported here."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from search.model.delivery import Manifest, read_manifest

Vectors = NDArray[np.float32]
MAX_TOKENS = 512
BATCH_TOKENS = 2048


class Embedder(Protocol):
    identity: str

    def queries(self, texts: Sequence[str]) -> Vectors: ...
    def passages(self, texts: Sequence[str]) -> Vectors: ...


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

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        import onnxruntime  # inline: half a second that commands without search need not wait
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        # The arena would keep the memory of the largest batch for ever.
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(
            str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        return session, tokenizer

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self.manifest.query_prefix + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self.manifest.passage_prefix + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        with self.lock:
            session, tokenizer = self._parts
        rows = np.zeros((len(texts), self.manifest.dimension), dtype=np.float32)
        encoded = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        # Equal lengths together: padding is work for nothing.
        order = sorted(range(len(texts)), key=lambda index: len(encoded[index]))
        while order:
            size = max(1, BATCH_TOKENS // max(1, len(encoded[order[min(len(order), 32) - 1]])))
            batch, order = order[: min(size, 32)], order[min(size, 32) :]
            length = max(len(encoded[index]) for index in batch)
            ids = np.ones((len(batch), length), dtype=np.int64)
            mask = np.zeros((len(batch), length), dtype=np.int64)
            for row, index in enumerate(batch):
                ids[row, : len(encoded[index])] = encoded[index]
                mask[row, : len(encoded[index])] = 1
            rows[batch] = session.run(["pooled"], {"input_ids": ids, "attention_mask": mask})[0]
        return rows
