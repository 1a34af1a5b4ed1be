"""In which order results are shown. Best first is what the engine gave; the others keep that among equals."""

from collections.abc import Mapping, Sequence

from search.types import FILTERS, Found, Ranking, Sort

YEAR = f"{FILTERS['years']}:"


def in_order(found: Sequence[Found], sort: Sort, ranking: Ranking, titles: Mapping[str, str]) -> list[Found]:
    """Newest and oldest go by the year in which an approach began; what has no year comes last in both."""
    if sort is Sort.TITLE:
        return sorted(found, key=lambda item: titles[item.key].casefold())
    if sort not in {Sort.NEW, Sort.OLD}:
        return list(found)
    begun = {item.key: _begun(ranking.labels.get(item.key, ())) for item in found}
    sign = -1 if sort is Sort.NEW else 1
    dated = sorted(
        (item for item in found if begun[item.key]), key=lambda item: sign * (begun[item.key] or 0)
    )
    return [*dated, *(item for item in found if not begun[item.key])]


def _begun(labels: Sequence[str]) -> int | None:
    return min((int(label.removeprefix(YEAR)) for label in labels if label.startswith(YEAR)), default=None)
