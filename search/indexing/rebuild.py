"""Everything anew, beside the index that answers meanwhile; what changes on the way is done again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from krachtwijken.core.outbox.models import OutboxRow, RowState
from search.backend import backend
from search.engine.dutch.spelling import VocabularyCounter
from search.indexing.lock import rebuild_lock
from search.indexing.signals import TOPIC, request_refresh
from search.indexing.vocabulary.services import save_vocabulary
from search.registry import all_documents, document_of
from search.types import Document

log = structlog.get_logger(__name__)

# Clocks of several machines need not be equal.
MARGIN = timedelta(seconds=10)
# Rounds of catching up before the swap: each is shorter than the one before.
ROUNDS = 5


def pass_on(documents: Iterator[Document]) -> Iterator[Document]:
    return documents


def rebuild_index(*, through: Callable[[Iterator[Document]], Iterator[Document]] = pass_on) -> int:
    """Repeatable. Returns how many documents. Raises RebuildRunningError when somebody else is at it.

    Workers go on with the old index. What they did since the start goes into the new one just before it takes over;
    what they did around that moment is asked for once more.
    """
    with rebuild_lock():
        begun = timezone.now() - MARGIN
        replayed: list[datetime] = []

        def replay() -> Iterator[tuple[str, Document | None]]:
            since, keys = begun, touched_since(begun)
            for _ in range(ROUNDS):
                if not keys:
                    break
                moment = timezone.now()
                for key in sorted(keys):
                    yield key, document_of(key)
                since, keys = moment, touched_since(moment)
            replayed.append(since)

        counter = VocabularyCounter()
        count = backend().index_to_rebuild().rebuild(counter.count(through(all_documents())), replay=replay)
        save_vocabulary(counter.vocabulary)
        again = touched_since(min([*replayed, timezone.now()]) - MARGIN)
        request_refresh((kind, int(pk)) for kind, _, pk in (key.partition(":") for key in sorted(again)))
    log.info("search_rebuilt", documents=count, done_again=len(again))
    return count


def touched_since(moment: datetime) -> set[str]:
    """Keys of documents that a worker did since, is doing, or has yet to do."""
    rows = OutboxRow.objects.filter(topic=TOPIC).filter(
        Q(state=RowState.DONE, done_at__gte=moment) | Q(state__in=(RowState.WAITING, RowState.WORKING))
    )
    return set(rows.exclude(key="").values_list("key", flat=True))
