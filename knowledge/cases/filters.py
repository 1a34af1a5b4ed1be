"""What a visitor may filter cases by, read from the address; unknown values are dropped, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.http import QueryDict

from knowledge.enums import CaseKind, CaseStatus, CostsClass, EvidenceLevel
from krachtwijken.core.query_params import choice_param, choices_param

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


@dataclass(frozen=True)
class CaseFilters:
    """Chosen values per filter name, and the order."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "nieuw"

    @classmethod
    def from_query(cls, query: QueryDict) -> "CaseFilters":
        chosen = {name: choices_param(query, name, _known_values(name)) for name in LOOKUPS}
        return cls(
            chosen={name: values for name, values in chosen.items() if values},
            sort=choice_param(query, "sorteer", SORTS, default="nieuw"),
        )

    def __bool__(self) -> bool:
        return bool(self.chosen)


def _known_values(name: str) -> list[str] | None:
    return CLOSED[name].values if name in CLOSED else None
