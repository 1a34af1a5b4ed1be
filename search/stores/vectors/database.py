"""Vectors in the database of the site. The weights are read again when they were counted anew."""

import time
from collections.abc import Collection, Mapping

import numpy as np
from django.db import transaction

from search.engine.text_vectors import PieceWeights, TextVectors
from search.stores.vectors.models import StoredVectors, StoredWeights

AT_ONCE = 400
FRESH_SECONDS = 60


class DatabaseVectorStore:
    def __init__(self, identity: str) -> None:
        self.identity = identity
        self.read: tuple[float, PieceWeights | None] = (float("-inf"), None)

    def fetch(self, digests: Collection[str]) -> dict[str, TextVectors]:
        wanted = list(digests)
        stored: dict[str, TextVectors] = {}
        for start in range(0, len(wanted), AT_ONCE):
            rows = StoredVectors.objects.filter(pk__in=wanted[start : start + AT_ONCE])
            # Without a model instance a text: that is a sixth of the time.
            stored |= {
                digest: TextVectors.from_bytes(bytes(data))
                for digest, data in rows.values_list("digest", "data")
            }
        return stored

    def add(self, vectors: Mapping[str, TextVectors]) -> None:
        rows = [StoredVectors(digest=digest, data=of_text.to_bytes()) for digest, of_text in vectors.items()]
        StoredVectors.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True)

    def keep_only(self, digests: Collection[str]) -> int:
        """Forget every other text: what is out of the index leaves no trace here. Returns how many."""
        wanted = set(digests)
        kept = StoredVectors.objects.values_list("pk", flat=True)
        gone = [digest for digest in kept.iterator(chunk_size=5000) if digest not in wanted]
        for start in range(0, len(gone), AT_ONCE):
            StoredVectors.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        return len(gone)

    def weights(self) -> PieceWeights | None:
        read_at, weights = self.read
        if time.monotonic() - read_at > FRESH_SECONDS:
            row = StoredWeights.objects.filter(pk=self.identity).first()
            weights = (
                None
                if row is None
                else PieceWeights(
                    np.frombuffer(bytes(row.numbers), dtype=np.int32),
                    np.frombuffer(bytes(row.counts), dtype=np.int32),
                    row.total,
                )
            )
            self.read = (time.monotonic(), weights)
        return weights

    @transaction.atomic
    def save_weights(self, weights: PieceWeights) -> None:
        StoredWeights.objects.update_or_create(
            model=self.identity,
            defaults={
                "numbers": weights.numbers.tobytes(),
                "counts": weights.counts.tobytes(),
                "total": weights.total,
            },
        )
        self.read = (time.monotonic(), weights)
