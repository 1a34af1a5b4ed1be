"""What a visitor may filter cases by, read from the address; unknown values are dropped, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.http import QueryDict

from knowledge.enums import CaseKind, CaseStatus, CostsClass, EvidenceLevel

# name in the address -> lookup on CasePage
LOOKUPS: Mapping[str, str] = {
    "soort": "kind__in",
    "thema": "themes__code__in",
    "probleem": "problems__code__in",
    "gemeente": "wijken__gemeente__slug__in",
    "wijk": "wijken__slug__in",
    "bewijs": "evidence_level__in",
    "status": "status__in",
    "kosten": "costs_class__in",
}
CLOSED: Mapping[str, type[TextChoices]] = {
    "soort": CaseKind,
    "bewijs": EvidenceLevel,
    "status": CaseStatus,
    "kosten": CostsClass,
}
SORTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nieuw": ("Nieuwste eerst", ("-period_from", "title")),
    "oud": ("Oudste eerst", ("period_from", "title")),
    "titel": ("Op titel", ("title",)),
}
MAX_VALUES = 20
MAX_LENGTH = 100


@dataclass(frozen=True)
class CaseFilters:
    """Chosen values per filter name, and the order."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "nieuw"

    @classmethod
    def from_query(cls, query: QueryDict) -> "CaseFilters":
        chosen = {}
        for name in LOOKUPS:
            values = [v for v in query.getlist(name)[:MAX_VALUES] if _is_clean(name, v)]
            if values:
                chosen[name] = tuple(dict.fromkeys(values))
        sort = query.get("sorteer", "nieuw") or "nieuw"
        return cls(chosen=chosen, sort=sort if sort in SORTS else "nieuw")

    def __bool__(self) -> bool:
        return bool(self.chosen)


def _is_clean(name: str, value: str) -> bool:
    if not value or len(value) > MAX_LENGTH or "\x00" in value:
        return False
    return name not in CLOSED or value in CLOSED[name].values
