"""What a visitor may filter cases by, read from the address; unknown values are dropped, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.http import QueryDict

from knowledge.enums import CaseKind, CaseStatus, CostsClass, EvidenceLevel, OutcomeDomain
from krachtwijken.core.query_params import choice_param, choices_param

# name in the address -> lookup on CasePage
LOOKUPS: Mapping[str, str] = {
    "soort": "kind__in",
    "thema": "themes__code__in",
    "probleem": "problems__code__in",
    "gemeente": "wijken__gemeente__slug__in",
    "wijk": "wijken__slug__in",
    "bewijs": "evidence_level__in",
    "uitkomst": "outcomes__domain__in",
    "status": "status__in",
    "kosten": "costs_class__in",
}
CLOSED: Mapping[str, type[TextChoices]] = {
    "soort": CaseKind,
    "bewijs": EvidenceLevel,
    "status": CaseStatus,
    "kosten": CostsClass,
    "uitkomst": OutcomeDomain,
}
# Cases of which no outcome says what it is about, so that the map can lead to them too.
UNSORTED = "niet-ingedeeld"
SORTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nieuw": ("Nieuwste eerst", ("-period_from", "sort_title", "pk")),
    "oud": ("Oudste eerst", ("period_from", "sort_title", "pk")),
    "titel": ("Op titel", ("sort_title", "pk")),
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
    also = [UNSORTED] if name == "uitkomst" else []
    return [*CLOSED[name].values, *also] if name in CLOSED else None
