"""A gemeente that shares, and the workflow of the redactie."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.contributions import gemeente_client


@pytest.fixture
def arnhem(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    return gemeente_client(as_role)


@pytest.fixture
def breda(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    return gemeente_client(as_role, "eindhoven")
