"""Compare the index with the database, and mend the difference."""

import contextlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from django.utils import timezone

from krachtwijken.core.outbox.models import OutboxRow, RowState
from search.backend import WORDS_ONLY, backend
from search.engine.dutch.spelling import VocabularyCounter
from search.engine.entries import numbers_of
from search.errors import IndexGoneError, RebuildRunningError, SearchUnavailableError
from search.indexing.index_check import IndexCheck
from search.indexing.lock import rebuild_lock
from search.indexing.rebuild import rebuild_index
from search.indexing.signals import TOPIC
from search.indexing.vocabulary.services import save_vocabulary
from search.registry import all_documents, document_of
from search.stores.search_index import SearchIndex

log = structlog.get_logger(__name__)

KEPT = timedelta(days=90)
# A night may be missed; two may not.
TOO_OLD = timedelta(hours=50)


@dataclass(frozen=True)
class Drift:
    """`missing` from the index, `stale` (text, labels or audience differ), `ghost` (may not be found any more).

    What a worker has yet to do is no drift: those are only counted, in `waiting`.
    """

    documents: int
    indexed: int
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    ghost: list[str] = field(default_factory=list)
    waiting: int = 0

    @property
    def keys(self) -> list[str]:
        return [*self.missing, *self.stale, *self.ghost]

    @property
    def figures(self) -> dict[str, int]:
        return {name: value if isinstance(value, int) else len(value) for name, value in asdict(self).items()}


def compare_index() -> Drift:
    """Reads everything, changes nothing."""
    return backend().run(_compare, VocabularyCounter())[0]


def reconcile_index(*, repair: bool) -> tuple[Drift, Drift]:
    """Repeatable. What was found, and what is left of it after repair. Keeps the figures for /health/ready."""
    drift, left = backend().run(_reconcile, repair)
    IndexCheck.objects.create(repaired=repair, found=drift.figures, left=len(left.keys))
    IndexCheck.objects.filter(at__lt=timezone.now() - KEPT).delete()
    log.info("search_reconciled", repaired=repair, **drift.figures, left=len(left.keys))
    return drift, left


def reconcile_nightly() -> None:
    """Compare and mend; with no index at all, make one. Then forget the vectors of texts that are gone."""
    try:
        backend().check()
    except IndexGoneError:
        rebuild_index()
    reconcile_index(repair=True)


def _reconcile(index: SearchIndex, repair: bool) -> tuple[Drift, Drift]:
    counter = VocabularyCounter()
    drift, digests = _compare(index, counter)
    if not repair:
        return drift, drift
    # What "did you mean" knows, counted on the way.
    save_vocabulary(counter.vocabulary)
    for key in drift.keys:
        document = document_of(key)
        if document is None:
            index.delete(key)
        else:
            index.upsert(document)
    left, digests = _compare(index, VocabularyCounter())
    # Not beside a rebuild, which writes vectors that no index knows yet.
    with contextlib.suppress(RebuildRunningError), rebuild_lock():
        _tidy(index, digests)
    return drift, left


def _tidy(index: SearchIndex, digests: Collection[str]) -> None:
    kept = set(digests).union(*index.store.digests().values())
    index.vector_store.keep_only(kept)
    index.count_pieces(kept)


def _compare(index: SearchIndex, counter: VocabularyCounter) -> tuple[Drift, set[str]]:
    """The drift, and the digests of all texts that may be found; the words of the public ones are counted."""
    # Of the index, not of the model that happens to be there: without its model an index still knows meaning.
    identity = index.store.identity.partition(" ")[2]
    identity = "" if identity == WORDS_ONLY else identity
    busy = _busy()
    indexed = index.store.numbers()
    wanted: set[str] = set()
    digests: set[str] = set()
    missing, stale = [], []
    for document in counter.count(all_documents()):
        numbers, made_of = numbers_of(document, identity)
        wanted.add(document.key)
        digests |= made_of
        if document.key in busy:
            continue
        if document.key not in indexed:
            missing.append(document.key)
        elif indexed[document.key] != numbers:
            stale.append(document.key)
    # Read again: what was asked for while everything was read is no drift either.
    busy |= _busy()
    ghost = sorted(set(indexed) - wanted - busy)
    sure = [[key for key in keys if key not in busy] for keys in (missing, stale)]
    drift = Drift(len(wanted), len(indexed), sure[0], sure[1], ghost, len(busy))
    return drift, digests


def _busy() -> set[str]:
    rows = OutboxRow.objects.filter(topic=TOPIC, state__in=(RowState.WAITING, RowState.WORKING))
    return set(rows.values_list("key", flat=True))


def drift_details() -> dict[str, Any]:
    """Figures of the last comparison, for whoever looks after the site."""
    last = IndexCheck.objects.first()
    if last is None:
        return {}
    drift = {name: last.found[name] for name in ("missing", "stale", "ghost")}
    return {"at": last.at.isoformat(timespec="seconds"), **drift, "left": last.left}


def check_drift() -> None:
    """Raises when the last comparison left something behind, or is too long ago; a site that never ran it is new."""
    last = IndexCheck.objects.first()
    if last is None:
        return
    if last.at < timezone.now() - TOO_OLD:
        raise SearchUnavailableError("index and database were not compared for two nights")
    if last.left:
        raise SearchUnavailableError(f"{last.left} documents differ between index and database")
