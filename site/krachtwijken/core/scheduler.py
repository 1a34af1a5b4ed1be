"""The name under which apps register nightly jobs."""

from krachtwijken.core.outbox.scheduler import nightly

__all__ = ["nightly"]
