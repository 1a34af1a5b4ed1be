"""Example content happened in the past, in an order that can be true: it is made as of the day on which it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Within it the clock of Django stands so many days back, for this whole process. Development only."""
    if not settings.EXAMPLE_CONTENT_ALLOWED:
        raise ImproperlyConfigured("Example content is for development: EXAMPLE_CONTENT_ALLOWED is not set.")
    real = timezone.now
    with patch.object(timezone, "now", lambda: real() - timedelta(days=days)):
        yield
