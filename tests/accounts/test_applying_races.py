"""An account that two decide on, or ask for, at the same moment."""

from functools import partial
from typing import Any

import pytest

from krachtwijken.accounts.applying.services import (
    ApplicationMovedError,
    ask_for_account,
    decline_application,
    give_account,
)
from krachtwijken.accounts.models import AccountApplication, ApplicationState, User
from tests.accounts.test_applying import arnhem, mails_to, waiting
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures


@pytest.mark.usefixtures("committed")
def test_two_decide_at_once(reference: None, rounds: range) -> None:
    first, second = UserFactory(role="loket"), UserFactory(role="beheer")
    for number in rounds:
        application = waiting(f"een{number}@arnhem.nl")
        outcomes = at_once(
            partial(give_account, application=application, actor=first, gemeente=arnhem()),
            partial(decline_application, application=application, actor=second, reason="Nee."),
        )
        assert [type(error) for error in failures(outcomes)] == [ApplicationMovedError]
        application.refresh_from_db()
        made = User.objects.filter(email=application.email).exists()
        assert made is (application.state == ApplicationState.GIVEN)


@pytest.mark.usefixtures("committed")
def test_one_address_asks_twice_at_once(reference: None, rounds: range) -> None:
    for number in rounds:
        email = f"twee{number}@arnhem.nl"
        words: dict[str, Any] = {"name": "Een", "title": "Twee", "why": "Drie.", "gemeente": arnhem()}
        call = partial(ask_for_account, email=email, **words)
        assert failures(at_once(call, call)) == []
        assert AccountApplication.objects.filter(email=email).count() == 1
        assert len(mails_to(email)) == 1
