"""The index follows the database: re-read, and put in or take out. A row may be worked off twice."""

from typing import Any

from krachtwijken.core.outbox import handler
from krachtwijken.core.scheduler import nightly
from search.answer import services as answer_services  # registers what it forgets
from search.demand import handlers as demand_handlers  # registers its nightly look and what it forgets
from search.documents import handlers as document_handlers  # registers reading and its nightly look
from search.engine import SearchEngine
from search.errors import IndexGoneError
from search.saved import handlers as saved_handlers  # the same, and its mail
from search.services.engine import ask
from search.services.reconcile import every_night
from search.signals import TOPIC
from search.sources import document
from search.types import Kind


@handler(TOPIC)
def refresh(payload: dict[str, Any]) -> None:
    kind, pk = Kind(payload["kind"]), int(payload["pk"])
    found = document(kind, pk)

    def follow(engine: SearchEngine) -> None:
        if found is None:
            engine.delete(f"{kind}:{pk}")
        else:
            engine.upsert(found)

    try:
        ask(follow)
    except IndexGoneError:
        # Nothing to bring up to date: whoever makes the index reads the database.
        return


@nightly("search.reconcile")
def reconcile() -> None:
    """What slipped through is mended: a save past every signal, a consent that ended by its date."""
    every_night()


__all__ = [
    "answer_services",
    "demand_handlers",
    "document_handlers",
    "reconcile",
    "refresh",
    "saved_handlers",
]
