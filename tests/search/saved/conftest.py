"""A saved search, and pages that appear after it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from krachtwijken.accounts.models import User
from search.features.saved_searches.alerts import send_alerts
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedSearch
from search.features.saved_searches.services import save_search
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

TITLE = "Jongeren hangen op straat"


@pytest.fixture
def owner(site_tree: Any) -> User:
    return UserFactory(role="gemeente", email="volger@example.org")


@pytest.fixture
def saved(owner: User, search_index: Any) -> SavedSearch:
    return save_search(
        owner=owner, name="Jongeren", frequency=Frequency.DAILY, query="q=jongeren+hangen+op+straat"
    )


@pytest.fixture
def appear(run_outbox: Callable[[], int]) -> Callable[..., Any]:
    """Publish a case that fits, and let the index know."""

    def publish(title: str = TITLE, **fields: Any) -> Any:
        case = make_case(title=title, problem_text="Jongeren hangen op straat.", **fields)
        run_outbox()
        return case

    return publish


@pytest.fixture
def night(run_outbox: Callable[[], int]) -> Callable[..., None]:
    """`night(n)`: the look of the night n days from now, and what the worker does after it."""

    def pass_by(days: int = 1) -> None:
        send_alerts(night=timezone.localdate() + timedelta(days=days))
        run_outbox()

    return pass_by
