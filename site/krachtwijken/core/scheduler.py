"""The names under which apps register jobs for the night, and for every minute."""

from krachtwijken.core.outbox.scheduler import every_minute, nightly

__all__ = ["every_minute", "nightly"]
