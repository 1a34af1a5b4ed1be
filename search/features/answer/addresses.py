"""What stands in the address of an answer: which text, and the problems that the reader chose."""

from collections.abc import Collection

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from search.features.answer.models import ProblemStatement
from search.features.answer.selectors import statement_for

# That the reader chose, and each problem that was chosen.
CHOSEN, PROBLEM = "gekozen", "probleem"
MOST_CHOSEN = 12


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
    return list(dict.fromkeys(parameters.getlist(PROBLEM)))[:MOST_CHOSEN]


def address_of(name: str, token: str, chosen: Collection[str] | None) -> str:
    """Of the answer, or of what hangs below it, with the same choice of problems."""
    query = None if chosen is None else {CHOSEN: "1", PROBLEM: list(chosen)}
    return reverse(f"search:{name}", args=[token], query=query)


def unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine keeps an answer."""
    response["X-Robots-Tag"] = "noindex"
    return response
