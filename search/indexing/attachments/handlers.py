"""Reading documents is work for the worker."""

from typing import Any

from krachtwijken.core.outbox import handler
from krachtwijken.core.scheduler import nightly
from search.indexing.attachments.services import READ, ask_what_was_missed, read_document


@handler(READ, long=True)
def read_attached(payload: dict[str, Any]) -> None:
    read_document(int(payload["pk"]))


@nightly("search.documents")
def look_again() -> None:
    ask_what_was_missed()
