"""Everything anew, beside the index that answers meanwhile."""

from collections.abc import Callable, Iterator

from krachtwijken.core.outbox.models import OutboxRow, RowState
from search.meant.nearest import Counting
from search.meant.services import save_vocabulary
from search.services.engine import shared_engine
from search.sources import all_documents
from search.types import Document

TOPIC = "search.refresh"


def unchanged(documents: Iterator[Document]) -> Iterator[Document]:
    return documents


def rebuild_index(*, through: Callable[[Iterator[Document]], Iterator[Document]] = unchanged) -> int:
    """Repeatable. Returns how many documents. What waited before the start is in the new index, so it is let go."""
    waiting = OutboxRow.objects.filter(topic=TOPIC, state=RowState.WAITING)
    known = list(waiting.values_list("pk", flat=True))
    counting = Counting()
    count = shared_engine().rebuild(counting.noted(through(all_documents())))
    save_vocabulary(counting.vocabulary)
    for start in range(0, len(known), 500):
        waiting.filter(pk__in=known[start : start + 500]).delete()
    return count
