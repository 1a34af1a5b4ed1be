"""The index follows the database: re-read, and put in or take out. A row may be worked off twice."""

from typing import Any

from krachtwijken.core.outbox import handler
from krachtwijken.core.scheduler import nightly
from search.answer import services as answer_services  # registers what it forgets
from search.demand import handlers as demand_handlers  # registers its nightly look and what it forgets
from search.saved import handlers as saved_handlers  # the same, and its mail
from search.services.engine import shared_engine
from search.services.rebuild import TOPIC, rebuild_index
from search.sources import document
from search.types import Kind


@handler(TOPIC)
def refresh(payload: dict[str, Any]) -> None:
    kind, pk = Kind(payload["kind"]), int(payload["pk"])
    found = document(kind, pk)
    engine = shared_engine()
    if not engine.store.exists():
        # Nothing to bring up to date: `rebuild_index` reads the database anyway.
        return
    if found is None:
        engine.delete(f"{kind}:{pk}")
    else:
        engine.upsert(found)


@nightly("search.rebuild")
def rebuild() -> None:
    """Once a night everything anew: what slipped through is mended, and the segments are tidy."""
    rebuild_index()


__all__ = ["answer_services", "demand_handlers", "rebuild", "refresh", "saved_handlers"]
