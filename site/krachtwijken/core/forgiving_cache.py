"""Redis as the cache, without which the site goes on: nothing in it is the only copy of anything.

While it is away what was kept counts as unknown, and limits on how often somebody may do something do not hold; the log
and /health/ready say so.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _forgive(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> Any:
        wanted = list(keys)
        return _forgive(lambda: super(ForgivingRedisCache, self).get_many(wanted, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(_forgive(lambda: super(ForgivingRedisCache, self).has_key(key, version), False))

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(lambda: super(ForgivingRedisCache, self).add(key, value, *args, **kwargs), True))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        _forgive(lambda: super(ForgivingRedisCache, self).set(key, value, *args, **kwargs), None)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return _forgive(lambda: super(ForgivingRedisCache, self).set_many(data, *args, **kwargs), list(data))

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(lambda: super(ForgivingRedisCache, self).touch(key, *args, **kwargs), False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(_forgive(lambda: super(ForgivingRedisCache, self).delete(key, version), False))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        wanted = list(keys)
        _forgive(lambda: super(ForgivingRedisCache, self).delete_many(wanted, version), None)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """As for a key that is not there: the caller must count on that anyway."""
        try:
            return int(super().incr(key, delta, version))
        except RedisError as error:
            log.warning("cache_unavailable", error=type(error).__name__)
            raise ValueError("the cache is away") from error


def _forgive(ask: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return ask()
    except RedisError as error:
        log.warning("cache_unavailable", error=type(error).__name__)
        return otherwise
