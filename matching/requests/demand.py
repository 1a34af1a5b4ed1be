"""What open requests ask of the pool, for the grid of the pool (expertpool/grid/providers.py)."""

from collections import Counter
from collections.abc import Mapping

from expertpool.enums import Level
from matching.models import SupportRequest
from matching.requests.kinds.registry import TYPES
from matching.requests.workflow import OPEN

LEVELS: Mapping[str, tuple[Level, ...]] = {kind: one.levels for kind, one in TYPES.items() if one.levels}


def count_open_by_cell(region: str) -> Mapping[tuple[str, str], int]:
    """By level and theme how many open requests ask for such a person: of the gemeenten of this province, of all when it is
    empty. Numbers only; in one query."""
    requests = SupportRequest.objects.filter(status__in=OPEN, kind__in=LEVELS)
    if region:
        requests = requests.filter(gemeente__province=region)
    counted: Counter[tuple[str, str]] = Counter()
    for kind, themes in requests.order_by().values_list("kind", "themes"):
        counted.update((level.value, theme) for level in LEVELS[kind] for theme in themes)
    return counted
