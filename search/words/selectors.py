"""The table as every process of the site uses it: kept, and looked after now and then."""

import threading
import time
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count, Max

from search.words.models import WordEntry
from search.words.table import NO_WORDS, Direction, Entry, EntryKind, WordTable

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 3.0


class KeptTable:
    """One per process. What another process saved is seen within LOOK_AGAIN_SECONDS, what this one saved at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.stamp: Any = None
        self.table = NO_WORDS

    def current(self) -> WordTable:
        if time.monotonic() - self.looked_at < LOOK_AGAIN_SECONDS:
            return self.table
        with self.lock:
            if time.monotonic() - self.looked_at >= LOOK_AGAIN_SECONDS:
                self._look()
            return self.table

    def _look(self) -> None:
        now = time.monotonic()
        with transaction.atomic():
            stamp = tuple(WordEntry.objects.aggregate(n=Count("pk"), at=Max("updated_at")).values())
            if stamp != self.stamp:
                self.table = WordTable(_entries())
                self.stamp = stamp
        self.looked_at = now

    def forget(self, **_signal: Any) -> None:
        """Connected to saving and deleting: look again at once, and once more when the change is final."""
        self._drop()
        transaction.on_commit(self._drop)

    def _drop(self) -> None:
        self.looked_at = float("-inf")
        self.stamp = None


kept = KeptTable()


def current_words() -> WordTable:
    """Without its table search goes on with the typed words alone."""
    try:
        return kept.current()
    except DatabaseError as error:
        log.warning("search_words_unavailable", error=str(error))
        return NO_WORDS


def _entries() -> list[Entry]:
    return [
        Entry(row.term, row.lines, EntryKind(row.kind), Direction(row.direction))
        for row in WordEntry.objects.filter(active=True)
    ]
