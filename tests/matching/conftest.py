"""What tests of the loket share."""

import pytest

from krachtwijken.accounts.models import User
from tests.factories.requests import make_asker


@pytest.fixture
def nothing_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """No problem is read in what is asked: quicker, where nothing is about that."""
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])


@pytest.fixture
def asker(db: None) -> User:
    """Somebody of a gemeente who may ask."""
    return make_asker()
