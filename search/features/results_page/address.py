"""The part of an address that says what is searched for: one list of names, one written form."""

from django.http import QueryDict

from krachtwijken.core.text import clean_line
from search.retrieval.facets import PARAMETERS, closed_labels

MAX_QUERY = 2000
MAX_VALUE = 120
MAX_VALUES = 20
# Longer does not fit in an address that every server and mail program takes.
MAX_WRITTEN = 3000
ONE = ("q", "van", "tot", "sorteer", "lijkt_op")
MANY = ("soort", "thema", "bewijs", "status", "gemeente", "wijk")
NAMES = {
    "soort": "soort", "thema": "thema", "bewijs": "bewijs", "status": "status", "gemeente": "gemeente",
    "wijk": "wijk", "van": "vanaf", "tot": "tot en met", "lijkt_op": "lijkt op",
}  # fmt: skip
FILTERS_OF_PARAMETER = {parameter: name for name, (parameter, _) in PARAMETERS.items()}


def query_of(query: QueryDict) -> str:
    return query.get("q", "").strip()[:MAX_QUERY]


def canonical(query: QueryDict) -> str:
    """The same search is always written the same: known names only, in a fixed order, each value once."""
    kept = QueryDict(mutable=True)
    for name in ONE[:1] + MANY + ONE[1:]:
        values = _values(query, name)
        if values:
            kept.setlist(name, values)
    return kept.urlencode()


def parse_canonical(written: str) -> QueryDict:
    """A written form back as parameters; what was changed by hand is made canonical by whoever asks."""
    return QueryDict(written[: MAX_WRITTEN * 2].encode("utf-8", "ignore").decode())


def describe_filters(written: str) -> list[tuple[str, str]]:
    """The filters in words, as (name, values); the words that are searched for are left out."""
    query = parse_canonical(written)
    rows = []
    for name, title in NAMES.items():
        labels = closed_labels(FILTERS_OF_PARAMETER.get(name, "")) or {}
        values = [labels.get(value, value) for value in query.getlist(name)]
        if values:
            rows.append((title, ", ".join(values)))
    return rows


def _values(query: QueryDict, name: str) -> list[str]:
    longest = MAX_QUERY if name == "q" else MAX_VALUE
    given = query.getlist(name)
    # Of a parameter that stands once Django reads the last.
    wanted = given[-1:] if name in ONE else given[:MAX_VALUES]
    cleaned = (clean_line(value, max_length=longest) for value in wanted)
    return sorted({value for value in cleaned if value})
