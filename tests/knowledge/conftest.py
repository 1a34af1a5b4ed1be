"""Two centres with an editor each."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from knowledge.models import CentrePage
from krachtwijken.accounts.services.memberships import join_organisation
from tests.factories.pages import make_centre

EditorOf = Callable[[CentrePage], Client]


@pytest.fixture
def centre(site_tree: Any) -> CentrePage:
    call_command("set_up_roles", verbosity=0)
    return make_centre("Bos en Hei")


@pytest.fixture
def other(centre: CentrePage) -> CentrePage:
    return make_centre("Zee en Duin")


@pytest.fixture
def editor_of(as_role: Callable[..., Client]) -> EditorOf:
    """`editor_of(centre)` gives the client of somebody who writes for it."""

    def log_in(centre: CentrePage) -> Client:
        client = as_role("kenniscentrum")
        join_organisation(user=client.user, organisation=centre.organisation, actor=None)
        return client

    return log_in
