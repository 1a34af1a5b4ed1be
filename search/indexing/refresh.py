"""The index follows the database: one document is read again, and put in or taken out."""

from search.backend import backend
from search.errors import IndexGoneError
from search.registry import document_of


def refresh_document(key: str) -> None:
    """Repeatable."""
    document = document_of(key)
    try:
        if document is None:
            backend().delete(key)
        else:
            backend().upsert(document)
    except IndexGoneError:
        # Nothing to bring up to date: whoever makes the index reads the database.
        return
