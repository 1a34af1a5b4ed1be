"""What stands in the address of an answer: which text, and the problems that the reader chose."""

import re
from collections.abc import Collection, Mapping, Sequence

from django.http import Http404, QueryDict
from django.urls import reverse

from search.features.answer.models import ProblemStatement
from search.features.answer.selectors import statement_for

# That the reader chose, and each problem that was chosen.
CHOSEN, PROBLEM = "gekozen", "probleem"
MOST_CHOSEN = 12
# Between a problem and the places of the sentences it was chosen for: "WO11.3".
AT, PLACE = ".", re.compile(r"[0-9]{1,3}")


def statement_at(token: str) -> ProblemStatement:
    """Raises Http404 when there is none, or no longer."""
    statement = statement_for(token)
    if statement is None:
        raise Http404
    return statement


def chosen_problems(parameters: QueryDict) -> Collection[str] | None:
    """Codes that the reader ticked; None when nothing was chosen yet. Unknown codes tick nothing."""
    if CHOSEN not in parameters:
        return None
    codes = (value.partition(AT)[0] for value in parameters.getlist(PROBLEM))
    return list(dict.fromkeys(code for code in codes if code))[:MOST_CHOSEN]


def chosen_sentences(parameters: QueryDict) -> dict[str, list[int]]:
    """By code of a chosen problem the places of the sentences that the reader chose it for."""
    places: dict[str, list[int]] = {}
    for value in parameters.getlist(PROBLEM):
        code, *rest = value.split(AT)
        known = [int(place) for place in rest[:MOST_CHOSEN] if PLACE.fullmatch(place)]
        if code and known:
            places.setdefault(code, []).extend(known)
    return places


def address_of(
    name: str,
    token: str,
    chosen: Collection[str] | None,
    sentences: Mapping[str, Sequence[int]] | None = None,
) -> str:
    """Of the answer, or of what hangs below it, with the same choice of problems, and of the sentences they were chosen
    for."""
    places = sentences or {}
    values = [AT.join([code, *map(str, places.get(code, ()))]) for code in chosen or ()]
    query = None if chosen is None else {CHOSEN: "1", PROBLEM: values}
    return reverse(f"search:{name}", args=[token], query=query)
