"""Compare the index with the database, and mend the difference."""

import contextlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from django.utils import timezone

from krachtwijken.core.outbox.models import OutboxRow, RowState
from search.engine import SearchEngine
from search.errors import IndexGoneError, RebuildRunningError, SearchUnavailableError
from search.indexing import numbers_of
from search.meant.nearest import Counting
from search.meant.services import save_vocabulary
from search.models import IndexCheck
from search.services import engine as engines
from search.services.rebuild import rebuild_index
from search.services.turn import only_one
from search.signals import TOPIC
from search.sources import all_documents, document_of

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


def compare() -> Drift:
    """Reads everything, changes nothing."""
    return engines.ask(lambda engine: _compare(engine, Counting())[0])


def reconcile(*, repair: bool) -> tuple[Drift, Drift]:
    """Repeatable. What was found, and what is left of it after repair. Keeps the figures for /health/ready."""
    found, left = engines.ask(lambda engine: _reconcile(engine, repair))
    IndexCheck.objects.create(repaired=repair, found=found.figures, left=len(left.keys))
    IndexCheck.objects.filter(at__lt=timezone.now() - KEPT).delete()
    log.info("search_reconciled", repaired=repair, **found.figures, left=len(left.keys))
    return found, left


def every_night() -> None:
    """Compare and mend; with no index at all, make one. Then forget the vectors of texts that are gone."""
    try:
        engines.ask(lambda engine: engine.store.check())
    except IndexGoneError:
        rebuild_index()
    reconcile(repair=True)


def _reconcile(engine: SearchEngine, repair: bool) -> tuple[Drift, Drift]:
    counting = Counting()
    found, digests = _compare(engine, counting)
    if not repair:
        return found, found
    # What "did you mean" knows, counted on the way.
    save_vocabulary(counting.vocabulary)
    for key in found.keys:
        document = document_of(key)
        if document is None:
            engine.delete(key)
        else:
            engine.upsert(document)
    left, digests = _compare(engine, Counting())
    # Not beside a rebuild, which writes vectors that no index knows yet.
    with contextlib.suppress(RebuildRunningError), only_one():
        _tidy(engine, digests)
    return found, left


def _tidy(engine: SearchEngine, digests: Collection[str]) -> None:
    kept = set(digests).union(*engine.store.digests().values())
    engine.shelf.keep_only(kept)
    engine.count_pieces(kept)


def _compare(engine: SearchEngine, counting: Counting) -> tuple[Drift, set[str]]:
    """The drift, and the digests of all texts that may be found; the words of the public ones are counted."""
    # Of the index, not of the model that happens to be there: without its model an index still knows meaning.
    identity = engine.store.identity.partition(" ")[2]
    identity = "" if identity == engines.WORDS_ONLY else identity
    busy = _busy()
    indexed = engine.store.numbers()
    wanted: set[str] = set()
    digests: set[str] = set()
    missing, stale = [], []
    for document in counting.noted(all_documents()):
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


def details() -> dict[str, Any]:
    """Figures of the last comparison, for whoever looks after the site."""
    last = IndexCheck.objects.first()
    if last is None:
        return {}
    drift = {name: last.found[name] for name in ("missing", "stale", "ghost")}
    return {"at": last.at.isoformat(timespec="seconds"), **drift, "left": last.left}


def check() -> None:
    """Raises when the last comparison left something behind, or is too long ago; a site that never ran it is new."""
    last = IndexCheck.objects.first()
    if last is None:
        return
    if last.at < timezone.now() - TOO_OLD:
        raise SearchUnavailableError("index and database were not compared for two nights")
    if last.left:
        raise SearchUnavailableError(f"{last.left} documents differ between index and database")
