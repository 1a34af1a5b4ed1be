"""The half of the services that are of the loket: in a file of its own, so that two processes share the longest test of all."""

import pytest

from tests.failing.registry import Scenario
from tests.failing.test_failure_at_each_statement import own_disk, params, try_each_statement

__all__ = ["own_disk"]


@pytest.mark.django_db
@pytest.mark.usefixtures("search_index", "own_disk")
@pytest.mark.parametrize("scenario", params(of_the_loket=True))
def test_failure_at_any_statement_of_the_loket_leaves_nothing_and_a_repeat_does_it(
    scenario: Scenario,
) -> None:
    try_each_statement(scenario)
