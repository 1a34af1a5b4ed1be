"""The one advice on a request: its page, and the list in which somebody chooses for a proposal, show the same in one order."""

from django.contrib.auth.models import AnonymousUser

from krachtwijken.accounts.types import Viewer
from matching.advice.services import Problem, advise
from matching.engine.rank import Advice
from matching.models import SupportRequest
from matching.requests.selectors import problems_of
from search.api import find_for_problem
from search.types import Kind, ProblemHit

APPROACHES, SCHEMES = 5, 3


def corrected_problems(request: SupportRequest) -> list[str] | None:
    """What the loket said that it is about; None as long as it goes by what is read in the text."""
    return problems_of(request) if request.problems_corrected else None


def advice_on(request: SupportRequest, *, viewer: Viewer) -> dict[str, list[Advice]]:
    """People and centres, best first. For staff."""
    codes = corrected_problems(request)
    key = f"request:{request.pk}" if codes is None else f"request:{request.pk}:{'+'.join(codes)}"
    return advise(Problem(key, f"{request.problem} {request.wanted}", codes), viewer=viewer)


def pages_on(request: SupportRequest) -> dict[Kind, list[ProblemHit]]:
    """Approaches and schemes, best first. A gemeente reads what everybody reads: no page that only staff may open."""
    pages = find_for_problem(
        request.problem,
        viewer=AnonymousUser(), kinds=[Kind.CASE, Kind.SCHEME], limit=APPROACHES, problems=corrected_problems(request),
    )  # fmt: skip
    return {Kind.CASE: list(pages[Kind.CASE]), Kind.SCHEME: list(pages[Kind.SCHEME][:SCHEMES])}
