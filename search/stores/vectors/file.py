"""Vectors in one SQLite file or in memory: for measuring and for tests, away from the database of the site."""

import sqlite3
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

from search.engine.text_vectors import PieceWeights, TextVectors

# As the database of the site has it.
MAPPED_BYTES = 512 * 1024 * 1024


class FileVectorStore:
    """`path` None keeps it in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.Lock()
        self.kept_weights: PieceWeights | None = None
        self.connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode=OFF")
        self.connection.execute("PRAGMA synchronous=OFF")
        self.connection.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (digest TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID"
        )

    def fetch(self, digests: Collection[str]) -> dict[str, TextVectors]:
        wanted = list(digests)
        query = f"SELECT digest, data FROM vectors WHERE digest IN ({','.join('?' * len(wanted))})"  # noqa: S608
        with self.lock:
            rows = self.connection.execute(query, wanted)
            return {digest: TextVectors.from_bytes(data) for digest, data in rows}

    def add(self, vectors: Mapping[str, TextVectors]) -> None:
        rows = [(digest, of_text.to_bytes()) for digest, of_text in vectors.items()]
        with self.lock, self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def keep_only(self, digests: Collection[str]) -> int:
        wanted = set(digests)
        with self.lock, self.connection:
            gone = [
                row for row in self.connection.execute("SELECT digest FROM vectors") if row[0] not in wanted
            ]
            self.connection.executemany("DELETE FROM vectors WHERE digest = ?", gone)
        return len(gone)

    def weights(self) -> PieceWeights | None:
        return self.kept_weights

    def save_weights(self, weights: PieceWeights) -> None:
        self.kept_weights = weights
