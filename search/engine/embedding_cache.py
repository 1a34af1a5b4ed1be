"""Vectors of short texts that come back: known problems, sentences of cases, those of the problem being answered."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
from cachetools import LRUCache

from search.engine.embeddings import Embedder, Vectors

# About 30 MB of vectors of 384 numbers.
MOST_KEPT = 20_000


class EmbeddingCache:
    """As an embedder, of which it remembers the answers; the texts asked longest ago go first. Shared by threads."""

    def __init__(self, embedder: Embedder, *, most: int = MOST_KEPT) -> None:
        self.identity = embedder.identity
        self.embedder = embedder
        # The cache itself is not made for threads.
        self.lock = threading.Lock()
        self.kept: LRUCache[tuple[str, str], Vectors] = LRUCache(maxsize=most)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._vectors("query", texts, self.embedder.queries)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._vectors("passage", texts, self.embedder.passages)

    def _vectors(self, side: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        if not texts:
            return embed(texts)
        with self.lock:
            known = {text: self.kept[side, text] for text in texts if (side, text) in self.kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            # Outside the lock: two threads may embed the same text, none waits for the other.
            # Copies: a row of a batch would keep the whole batch in memory.
            known |= {text: row.copy() for text, row in zip(missing, embed(missing), strict=True)}
        with self.lock:
            for text in dict.fromkeys(texts):
                self.kept[side, text] = known[text]
        return np.stack([known[text] for text in texts])
