"""Cases that resemble a case: by words and meaning, or by problem labels when the index cannot say."""

import structlog

from knowledge.cases import selectors
from knowledge.models import CasePage
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from search.backend import backend
from search.errors import SearchUnavailableError
from search.types import Kind, SearchFilters

log = structlog.get_logger(__name__)


def similar_cases(case: CasePage, *, viewer: Viewer, limit: int = 3) -> list[CasePage]:
    filters = SearchFilters(kinds=(Kind.CASE.value,))
    try:
        ranking = backend().similar(
            f"{Kind.CASE}:{case.pk}",
            audience=audience_terms(viewer), filters=filters, limit=limit * 3, counted=False,
        )  # fmt: skip
        keys = [int(item.key.partition(":")[2]) for item in ranking.documents]
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        keys = []
    cases = selectors.cases_of(viewer, keys)[:limit]
    return cases or selectors.cases_with_same_problems(viewer, case, limit=limit)
