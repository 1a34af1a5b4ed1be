"""What the address of the search page asks. What it does not know is left out, never an error."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, Wijk
from search.results.alike import Alike, alike_to
from search.results.facets import CLOSED, PARAMETERS
from search.types import Kind, SearchFilters, Sort

FIRST_YEAR, LAST_YEAR = 1945, 2100
MAX_VALUES, MAX_LENGTH, MAX_QUERY, MOST_PAGES = 20, 100, 2000, 100
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
class Asking:
    """`source` is the key of a document to find more like, instead of a question."""

    query: str
    filters: SearchFilters
    sort: Sort
    number: int
    period: PeriodForm
    alike: Alike | None
    source: str


def read(query: QueryDict, *, viewer: Viewer) -> Asking:
    values = {name: _values(query, name) for name in PARAMETERS}
    for name, model in (("gemeenten", Gemeente), ("wijken", Wijk)):
        values[name] = _known(model, values[name])
    period = PeriodForm({name: query.get(name, "")[:MAX_LENGTH] for name in ("van", "tot")})
    slug = query.get("lijkt_op", "")
    alike = alike_to(slug, viewer=viewer) if _is_clean(slug) else None
    filters = SearchFilters(**values, years=period.years, alike=alike.slugs if alike else ())
    sort = query.get("sorteer", "")
    return Asking(
        query=query.get("q", "").strip()[:MAX_QUERY],
        filters=filters,
        sort=Sort(sort) if sort in set(Sort) else Sort.BEST,
        number=_number(query.get("page", "1")[:4]),
        period=period,
        alike=alike,
        source=_source(query.get("zoals", "")),
    )


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    parameter, _ = PARAMETERS[name]
    known: Collection[str] | None = CLOSED.get(name)
    values = [value for value in query.getlist(parameter)[:MAX_VALUES] if _is_clean(value)]
    return tuple(dict.fromkeys(value for value in values if known is None or value in known))


def _known(model: type[Gemeente] | type[Wijk], slugs: tuple[str, ...]) -> tuple[str, ...]:
    if not slugs:
        return ()
    known = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return tuple(slug for slug in slugs if slug in known)


def _is_clean(value: str) -> bool:
    return bool(value) and len(value) <= MAX_LENGTH and "\x00" not in value


def _number(text: str) -> int:
    return min(max(int(text) if text.isdecimal() else 1, 1), MOST_PAGES)


def _source(text: str) -> str:
    kind, _, number = text[:40].partition(":")
    fits = kind in set(Kind) and number.isascii() and number.isdecimal() and len(number) < 12
    return f"{kind}:{int(number)}" if fits else ""
