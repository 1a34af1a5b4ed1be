"""The one advice on a request: its page, and the list in which somebody chooses for a proposal, show the same in one order."""

from django.contrib.auth.models import AnonymousUser

from krachtwijken.accounts.types import Viewer
from matching.advice.services import Problem, advise
from matching.engine.rank import Advice
from matching.models import SupportRequest
from matching.requests.selectors import problems_of
from search.api import find_for_problem, recognise
from search.types import Kind, ProblemHit

APPROACHES, SCHEMES = 5, 3


def told_problems(request: SupportRequest) -> list[str] | None:
    """What the loket or the gemeente said that it is about; None as long as it goes by what is read in the text."""
    return problems_of(request) if request.problems_corrected or request.problems_chosen else None


def problems_advised_on(request: SupportRequest) -> list[str]:
    """Codes of the problems by which people and centres are advised: told, or read in the same text."""
    told = told_problems(request)
    return [item.code for item in recognise(_text(request))] if told is None else told


def _text(request: SupportRequest) -> str:
    return f"{request.problem} {request.wanted}"


def advice_on(request: SupportRequest, *, viewer: Viewer) -> dict[str, list[Advice]]:
    """People and centres, best first. For staff."""
    codes = told_problems(request)
    key = f"request:{request.pk}" if codes is None else f"request:{request.pk}:{'+'.join(codes)}"
    return advise(Problem(key, _text(request), codes), viewer=viewer)


def pages_on(request: SupportRequest) -> dict[Kind, list[ProblemHit]]:
    """Approaches and schemes, best first. A gemeente reads what everybody reads: no page that only staff may open."""
    pages = find_for_problem(
        request.problem,
        viewer=AnonymousUser(), kinds=[Kind.CASE, Kind.SCHEME], limit=APPROACHES, problems=told_problems(request),
    )  # fmt: skip
    return {Kind.CASE: list(pages[Kind.CASE]), Kind.SCHEME: list(pages[Kind.SCHEME][:SCHEMES])}
