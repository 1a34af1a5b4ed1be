"""In which order results are shown. Best first is what the engine gave; the others keep that among equals."""

from collections.abc import Mapping, Sequence

from krachtwijken.core.text import sort_key
from search.engine.ranking import RankedDocument, Ranking
from search.types import FILTERS, Sort

YEAR = f"{FILTERS['years']}:"


def sorted_documents(
    documents: Sequence[RankedDocument], sort: Sort, ranking: Ranking, titles: Mapping[str, str]
) -> list[RankedDocument]:
    """Newest and oldest go by the year in which an approach began; what has no year comes last in both."""
    if sort is Sort.TITLE:
        return sorted(documents, key=lambda item: sort_key(titles[item.key]))
    if sort not in {Sort.NEW, Sort.OLD}:
        return list(documents)
    begun = {item.key: _begun(ranking.labels.get(item.key, ())) for item in documents}
    sign = -1 if sort is Sort.NEW else 1
    dated = sorted(
        (item for item in documents if begun[item.key]), key=lambda item: sign * (begun[item.key] or 0)
    )
    return [*dated, *(item for item in documents if not begun[item.key])]


def _begun(labels: Sequence[str]) -> int | None:
    return min((int(label.removeprefix(YEAR)) for label in labels if label.startswith(YEAR)), default=None)
