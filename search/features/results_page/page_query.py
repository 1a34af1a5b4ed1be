"""What the address of the search page asks. What it does not know is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, Wijk
from krachtwijken.core.query_params import (
    LONGEST,
    choice_param,
    choices_param,
    page_param,
    text_param,
    whole_number,
)
from search.features.results_page.similar_wijken import SimilarWijken, wijken_similar_to
from search.registry import type_of
from search.retrieval.facets import PARAMETERS, closed_labels
from search.types import SearchFilters, Sort

FIRST_YEAR, LAST_YEAR = 1945, 2100
MAX_QUERY = 2000
BAD_YEAR = "Vul een jaar in met vier cijfers, zoals 2015."
SORTS: Mapping[Sort, str] = {
    Sort.BEST: "Beste eerst",
    Sort.NEW: "Nieuwste eerst",
    Sort.OLD: "Oudste eerst",
    Sort.TITLE: "Op titel",
}


def _year(label: str) -> forms.IntegerField:
    messages = {"invalid": BAD_YEAR, "min_value": BAD_YEAR, "max_value": BAD_YEAR}
    box = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"})
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=box,
        error_messages=messages,
    )


class PeriodForm(forms.Form):
    """The years between which an approach ran. A bad year gets a message and narrows nothing."""

    van = _year("Van")
    tot = _year("Tot en met")

    def clean(self) -> dict[str, int | None]:
        first, last = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        if first and last and first > last:
            self.add_error("tot", "Dit jaar ligt voor het eerste jaar. Draai de jaren om.")
            # Half a range would narrow to something that nobody asked for.
            del self.cleaned_data["van"]
        return self.cleaned_data

    @property
    def years(self) -> tuple[str, ...]:
        """Every year in the range; empty when none is chosen."""
        self.full_clean()
        first, last = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        if not first and not last:
            return ()
        # A running approach has a label for every year up to now, one that is planned for later years.
        until = last or max(timezone.localdate().year + 1, first or 0)
        return tuple(str(year) for year in range(first or FIRST_YEAR, until + 1))


@dataclass(frozen=True)
class PageQuery:
    """`source` is the key of a document to find more like, instead of a question."""

    query: str
    filters: SearchFilters
    sort: Sort
    number: int
    period: PeriodForm
    alike: SimilarWijken | None
    source: str


def read_page_query(query: QueryDict, *, viewer: Viewer) -> PageQuery:
    values = {
        name: choices_param(query, parameter, closed_labels(name))
        for name, (parameter, _) in PARAMETERS.items()
    }
    for name, model in (("gemeenten", Gemeente), ("wijken", Wijk)):
        values[name] = _known_slugs(model, values[name])
    period = PeriodForm({name: query.get(name, "")[:LONGEST] for name in ("van", "tot")})
    slug = text_param(query, "lijkt_op")
    alike = wijken_similar_to(slug, viewer=viewer) if slug else None
    return PageQuery(
        query=query.get("q", "").strip()[:MAX_QUERY],
        filters=SearchFilters(**values, years=period.years, alike=alike.slugs if alike else ()),
        sort=Sort(choice_param(query, "sorteer", set(Sort), default=Sort.BEST)),
        number=page_param(query),
        period=period,
        alike=alike,
        source=_source(text_param(query, "zoals")),
    )


def _known_slugs(model: type[Gemeente] | type[Wijk], slugs: tuple[str, ...]) -> tuple[str, ...]:
    if not slugs:
        return ()
    known = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return tuple(slug for slug in slugs if slug in known)


def _source(text: str) -> str:
    kind, _, number = text.partition(":")
    pk = whole_number(number)
    return f"{kind}:{pk}" if pk is not None and type_of(kind) is not None else ""
