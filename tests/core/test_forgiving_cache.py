"""The cache of a site that is scaled out, while its Redis is away and when it is back."""

from typing import Any

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as AwayError

from krachtwijken.core import forgiving_cache

pytestmark = pytest.mark.django_db


def test_database_stands_in_for_everything_that_is_asked(redis_away: None) -> None:
    assert cache.get("a", "nothing") == "nothing"
    assert cache.add("a", 1)
    assert not cache.add("a", 2), "once is once, without Redis too"
    assert (cache.incr("a"), cache.get("a"), "a" in cache) == (2, 2, True)
    cache.set_many({"b": 3, "c": 4})
    assert cache.get_many(["a", "b", "d"]) == {"a": 2, "b": 3}
    assert cache.touch("b", 60)
    assert cache.delete("b")
    cache.delete_many(["c"])
    assert (cache.has_key("b"), cache.has_key("c")) == (False, False)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("d")


def test_redis_that_is_away_is_not_asked_every_time(
    redis_away: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fail(_cache: Any, key: str, *_args: Any, **_kwargs: Any) -> None:
        asked.append(key)
        raise AwayError

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", fail)
    assert [cache.get("a") for _ in range(5)] == [None] * 5
    assert (asked, forgiving_cache.is_away()) == (["a"], True)
    forgiving_cache.ask_again()
    cache.get("b")
    assert asked == ["a", "b"]
