"""Shared by the tests of core."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from krachtwijken.core import forgiving_cache
from krachtwijken.settings.database import cache_settings


@pytest.fixture
def redis_away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cache of a site that is scaled out, whose Redis answers nothing."""
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    settings.CACHES = cache_settings()
    call_command("createcachetable", verbosity=0)
    forgiving_cache.ask_again()
    yield
    forgiving_cache.ask_again()
