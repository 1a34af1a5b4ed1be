"""The options of each filter, with Dutch names and counts."""

from collections.abc import Collection, Mapping

from knowledge.enums import CaseStatus, EvidenceLevel
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import Gemeente, Wijk
from krachtwijken.core.text import sort_key
from search.registry import searchable_types
from search.types import KIND_PARAMETER, FacetCount, FacetGroup, SearchFilters

# filter -> (name in the address, title)
PARAMETERS = {
    "kinds": (KIND_PARAMETER, "Soort"),
    "themes": ("thema", "Thema"),
    "evidence": ("bewijs", "Bewijs"),
    "statuses": ("status", "Status"),
    "gemeenten": ("gemeente", "Gemeente"),
    "wijken": ("wijk", "Wijk"),
}
# Those with a fixed list of values, in their own order.
CLOSED: Mapping[str, Mapping[str, str]] = {
    "themes": dict(ThemeCode.choices),
    "evidence": dict(EvidenceLevel.choices),
    "statuses": dict(CaseStatus.choices),
}


def closed_labels(name: str) -> Mapping[str, str] | None:
    """Value and label of a filter with a fixed list of values, in its own order; None for the others."""
    if name == "kinds":
        return {searchable.kind: searchable.tab for searchable in searchable_types()}
    return CLOSED.get(name)


def facet_groups(counts: Mapping[str, Mapping[str, int]], filters: SearchFilters) -> list[FacetGroup]:
    """Options that would find nothing are left out, unless they are chosen. Two queries at most."""
    places = _places(counts, filters)
    groups = []
    for name, (parameter, title) in PARAMETERS.items():
        chosen = set(getattr(filters, name))
        counted = counts.get(name, {})
        labels = closed_labels(name) or places[name]
        options = [
            FacetCount(value, label, counted.get(value, 0), value in chosen)
            for value, label in labels.items()
            if counted.get(value) or value in chosen
        ]
        if name in places:
            options.sort(key=lambda option: (-option.count, sort_key(option.label)))
        groups.append(FacetGroup(parameter, title, options))
    return groups


def _places(counts: Mapping[str, Mapping[str, int]], filters: SearchFilters) -> dict[str, Mapping[str, str]]:
    """Names of gemeenten and wijken. Wijken only of the gemeenten that are chosen, or around a chosen wijk."""
    slugs = {*counts.get("gemeenten", ()), *filters.gemeenten}
    gemeenten = dict(Gemeente.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}
    wijken = _wijken({*counts.get("wijken", ()), *filters.wijken}, filters)
    return {"gemeenten": gemeenten, "wijken": wijken}


def _wijken(slugs: Collection[str], filters: SearchFilters) -> dict[str, str]:
    if not filters.gemeenten and not filters.wijken:
        return {}
    rows = list(Wijk.objects.filter(slug__in=slugs).values_list("slug", "name", "gemeente__slug"))
    around = {*filters.gemeenten, *(gemeente for slug, _, gemeente in rows if slug in filters.wijken)}
    return {slug: name for slug, name, gemeente in rows if gemeente in around}
