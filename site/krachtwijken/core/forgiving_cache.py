"""Redis as the cache, without which the site goes on: while it is away, a table of the database stands in.

Nothing in the cache is the only copy of anything, but limits on how often somebody may do something, and codes that work
once, lean on it: they must hold all the same. The log and /health/ready say that Redis is away.
"""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

STAND_IN = "stand_in"
# Every question to a Redis that is away takes its time: not each of them is asked.
ASK_AGAIN_AFTER = 5.0
_away_until = float("-inf")


def is_away() -> bool:
    """As far as this process knows."""
    return time.monotonic() < _away_until


def ask_again() -> None:
    """Forget that it was away."""
    global _away_until  # one memory a process; every thread has a cache object of its own
    _away_until = float("-inf")


class ForgivingRedisCache(RedisCache):
    def add(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().add, "add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().get, "get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().set, "set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().touch, "touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().delete, "delete", *args, **kwargs)

    def get_many(self, keys: Any, version: int | None = None) -> Any:
        return _ask(super().get_many, "get_many", list(keys), version=version)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().has_key, "has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """A key that is not there raises ValueError, from either."""
        return _ask(super().incr, "incr", *args, **kwargs)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return _ask(super().set_many, "set_many", data, *args, **kwargs)

    def delete_many(self, keys: Any, version: int | None = None) -> Any:
        return _ask(super().delete_many, "delete_many", list(keys), version=version)


def _ask(redis: Callable[..., Any], name: str, *args: Any, **kwargs: Any) -> Any:
    global _away_until
    if not is_away():
        try:
            return redis(*args, **kwargs)
        except RedisError as error:
            _away_until = time.monotonic() + ASK_AGAIN_AFTER
            log.warning("cache_unavailable", error=type(error).__name__)
    return getattr(caches[STAND_IN], name)(*args, **kwargs)
