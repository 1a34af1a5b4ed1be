"""How many requests wait for help with each known problem."""

from typing import Any

import pytest

from expertpool.grid.providers import open_demand
from krachtwijken.core.discovery import open_requests
from krachtwijken.core.models import ProblemLabel
from matching.models import SupportRequest
from matching.requests.demand import LEVELS, count_open_by_cell
from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.selectors import count_open_by_problem
from matching.requests.workflow import OPEN
from search.types import Recognised
from tests.factories.requests import make_asker, make_request


@pytest.fixture(autouse=True)
def stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text states these two problems."""
    named = [Recognised(code, code, "wonen", "Zin.", 0.9) for code in ("WO01", "WO12")]
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: named)


def test_request_keeps_the_problems_that_its_text_states(search_index: Any) -> None:
    request = make_request()
    assert {problem.pk for problem in request.problems.all()} == {"WO01", "WO12"}


def test_only_requests_that_are_not_done_count(search_index: Any) -> None:
    asker = make_asker()
    made = [make_request(asker) for _ in RequestStatus]
    for request, status in zip(made, RequestStatus, strict=True):
        SupportRequest.objects.filter(pk=request.pk).update(status=status)
    assert count_open_by_problem() == {"WO01": len(OPEN), "WO12": len(OPEN)}


def test_request_without_a_known_problem_counts_nowhere(search_index: Any) -> None:
    make_request().problems.clear()
    assert count_open_by_problem() == {}
    assert ProblemLabel.objects.exists()


def test_loket_gives_this_to_the_pages_below_it() -> None:
    assert open_requests.current() is count_open_by_problem


def ask_for(kind: str, **changed: Any) -> SupportRequest:
    request = make_request()
    SupportRequest.objects.filter(pk=request.pk).update(kind=kind, themes=["veiligheid"], **changed)
    return request


def test_grid_of_the_pool_counts_what_open_requests_ask(search_index: Any) -> None:
    request = ask_for(RequestKind.TOPDOG)
    ask_for(RequestKind.TOPDOG, status=RequestStatus.AFGEROND)
    ask_for(RequestKind.KENNISVRAAG)
    ask_for("")
    asked = {("bestuurlijk", "veiligheid"): 1, ("strategisch", "veiligheid"): 1}
    assert count_open_by_cell("") == asked
    assert count_open_by_cell(request.gemeente.province) == asked
    assert count_open_by_cell("Zeeland") == {}
    assert open_demand.current() is count_open_by_cell


def test_kinds_that_send_nobody_are_those_that_knowledge_or_a_rule_answers() -> None:
    assert set(RequestKind) - set(LEVELS) == {
        RequestKind.KENNISVRAAG, RequestKind.KNELPUNT, RequestKind.EXPERIMENT, RequestKind.VERKENNING,
    }  # fmt: skip
