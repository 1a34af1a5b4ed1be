"""The index follows the database: one document is read again, and put in or taken out."""

from typing import Any

from krachtwijken.core.outbox import handler
from search.backend import backend
from search.errors import IndexGoneError
from search.indexing.signals import TOPIC
from search.registry import document_of


# Outside a transaction: a long page takes the model seconds, and on SQLite everybody would wait for it.
@handler(TOPIC, long=True)
def refresh_document(payload: dict[str, Any]) -> None:
    """Repeatable. `payload` has the kind and the primary key."""
    key = f"{payload['kind']}:{int(payload['pk'])}"
    document = document_of(key)
    try:
        if document is None:
            backend().delete(key)
        else:
            backend().upsert(document)
    except IndexGoneError:
        # Nothing to bring up to date: whoever makes the index reads the database.
        return
