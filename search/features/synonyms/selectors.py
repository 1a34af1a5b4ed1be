"""The table as every process of the site uses it: kept, and looked after now and then."""

from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count, Max

from krachtwijken.core.process_cache import ProcessCache
from search.engine.dutch.synonyms import NO_SYNONYMS, Direction, SynonymEntry, SynonymKind, SynonymTable
from search.features.synonyms.models import WordEntry

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 3.0


def current_synonyms() -> SynonymTable:
    """Without its table search goes on with the typed words alone."""
    try:
        return synonyms_cache.current()
    except DatabaseError as error:
        log.warning("search_synonyms_unavailable", error=str(error))
        return NO_SYNONYMS


def _read() -> SynonymTable:
    return SynonymTable(
        SynonymEntry(row.term, row.lines, SynonymKind(row.kind), Direction(row.direction))
        for row in WordEntry.objects.filter(active=True)
    )


def _stamp() -> object:
    # A failure here must not break the transaction of whoever searches.
    with transaction.atomic():
        return tuple(WordEntry.objects.aggregate(n=Count("pk"), at=Max("updated_at")).values())


synonyms_cache = ProcessCache(_read, _stamp, empty=NO_SYNONYMS, seconds=LOOK_AGAIN_SECONDS)


def forget_synonyms(**_signal: Any) -> None:
    """Connected to saving and deleting: look again at once, and once more when the change is final."""
    synonyms_cache.forget()
    transaction.on_commit(synonyms_cache.forget)
