"""A kept problem text and a case that fits it."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.models import CasePage
from search.features.answer.models import ProblemStatement
from search.features.answer.services import keep_statement
from tests.factories.pages import make_case

PROBLEM = "In onze wijk hangen jongeren op straat bij het winkelcentrum. Er is veel overlast en vernieling."


@pytest.fixture
def case(search_index: Any, run_outbox: Callable[[], int]) -> CasePage:
    made = make_case(
        title="Avondronde",
        problem_text="Jongeren hangen op straat bij het winkelcentrum.",
        what_did_not_work="Camera's hielpen niet.",
        costs_text="Een halve baan per jaar",
        problems=("VE04",),
    )
    run_outbox()
    return made


@pytest.fixture
def statement(case: CasePage) -> ProblemStatement:
    return keep_statement(text=PROBLEM)


@pytest.fixture
def address(statement: ProblemStatement) -> str:
    return f"/antwoord/{statement.token}/"
