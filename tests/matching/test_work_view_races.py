"""Two windows of one person at the same moment at the own views of the work list."""

import pytest

from krachtwijken.accounts.models import User
from matching.models import WorkView
from matching.requests.services.work_views import MOST_VIEWS, keep_work_view, remove_work_view, set_first_view
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures


@pytest.fixture
def desk(committed: None) -> User:
    user: User = UserFactory(role="loket")
    return user


def keep(desk: User, name: str, state: str) -> WorkView:
    return keep_work_view(actor=desk, name=name, chosen={"stand": state})


def test_same_view_kept_twice_at_once_is_one(desk: User, rounds: range) -> None:
    for number in rounds:
        outcomes = at_once(*[lambda number=number: keep(desk, f"Open {number}", "open") for _ in range(2)])
        assert not failures(outcomes)
        WorkView.objects.get().delete()


def test_one_name_for_two_lists_at_once_is_of_one_of_them(desk: User, rounds: range) -> None:
    for number in rounds:
        names = (f"Van mij {number}", f"van MIJ {number}")
        outcomes = at_once(
            *[
                lambda name=name, state=state: keep(desk, name, state)
                for name, state in zip(names, ("open", "alles"), strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        WorkView.objects.get().delete()


def test_last_place_goes_to_one_of_two(desk: User, rounds: range) -> None:
    for number in range(MOST_VIEWS - 1):
        keep(desk, f"Weergave {number}", "open")
    for number in rounds:
        outcomes = at_once(
            *[lambda name=f"{window} {number}": keep(desk, name, "alles") for window in ("een", "twee")]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert WorkView.objects.count() == MOST_VIEWS
        WorkView.objects.filter(chosen={"stand": "alles"}).delete()


def test_two_that_open_first_at_once_leave_one(desk: User, rounds: range) -> None:
    views = [keep(desk, name, name) for name in ("open", "alles")]
    for _ in rounds:
        outcomes = at_once(*[lambda pk=view.pk: set_first_view(actor=desk, pk=pk) for view in views])
        assert not failures(outcomes)
        assert WorkView.objects.filter(opens_first=True).count() == 1
        set_first_view(actor=desk, pk=None)


def test_view_that_is_removed_while_it_becomes_the_first_is_gone(desk: User, rounds: range) -> None:
    for number in rounds:
        view = keep(desk, f"Open {number}", "open")
        outcomes = at_once(
            lambda pk=view.pk: remove_work_view(actor=desk, pk=pk),
            lambda pk=view.pk: set_first_view(actor=desk, pk=pk),
        )
        assert not failures(outcomes)
        assert not WorkView.objects.exists()
