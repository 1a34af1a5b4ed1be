"""What search does later: follow the database, and look after itself at night. A row may be worked off twice."""

from krachtwijken.core.scheduler import nightly

# Each registers what it does later, or what it forgets.
from search.features.answer import services as answer_services
from search.features.answer.verdicts import services as verdict_services
from search.features.query_demand import handlers as query_demand_handlers
from search.features.saved_searches import handlers as saved_search_handlers
from search.indexing.attachments import handlers as attachment_handlers
from search.indexing.reconcile import reconcile_nightly
from search.indexing.refresh import refresh_document


@nightly("search.reconcile")
def reconcile() -> None:
    """What slipped through is mended: a save past every signal, a consent that ended by its date."""
    reconcile_nightly()


__all__ = [
    "answer_services",
    "attachment_handlers",
    "query_demand_handlers",
    "reconcile",
    "refresh_document",
    "saved_search_handlers",
    "verdict_services",
]
