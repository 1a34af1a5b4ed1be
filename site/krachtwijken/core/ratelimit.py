"""How often somebody may do something.

What changes something is counted in the shared cache, so that it holds across processes, and beside it in the memory of
this process: when the cache forgets or fails, a limit becomes one per process and never none. Pages that only read are
counted in memory alone: a wall against floods, that needs no write and waits for nobody.
"""

import hashlib
import ipaddress
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from krachtwijken.core.errors import too_many_requests

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# One household or office has a network of 2^64 addresses, and may take any of them for every request.
IPV6_PREFIX = 64
MOST_KNOWN = 20_000
MINUTE = 60
_here: LRUCache[str, int] = LRUCache(maxsize=MOST_KNOWN)
_guard = threading.Lock()


def visitor_of(request: HttpRequest) -> str:
    """Whose request this is, as far as an address tells: of IPv6 the network."""
    return network_of(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), IPV6_PREFIX), strict=False))


def allow(*, scope: str, who: str, limit: int, seconds: int) -> bool:
    """Count one, and say whether it is still within `limit` per window of so many seconds."""
    key = _key(scope, who, seconds)
    counted = _count_here(key)
    try:
        shared = 1 if cache.add(key, 1, timeout=seconds * 2) else cache.incr(key)
    except ValueError:
        # Gone between the two questions, or never kept.
        shared = counted
    return max(shared, counted) <= limit


def limit_reading(scope: str) -> Callable[[View[P]], View[P]]:
    """For a page that costs much to make and may be opened without an account: READS_PER_MINUTE times by one visitor,
    in this process; zero means without a limit."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def limited(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            limit = settings.READS_PER_MINUTE
            if limit and _count_here(_key(f"read:{scope}", visitor_of(request), MINUTE)) > limit:
                return too_many_requests(request)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def forget() -> None:
    """Empty the memory of this process."""
    with _guard:
        _here.clear()


def _key(scope: str, who: str, seconds: int) -> str:
    # Hashed: an address must not lie about in the cache.
    digest = hashlib.sha256(f"{scope}:{who}".encode("utf-8", "replace")).hexdigest()[:32]
    return f"limit:{digest}:{int(time.time() // seconds)}"


def _count_here(key: str) -> int:
    with _guard:
        _here[key] = count = _here.get(key, 0) + 1
    return int(count)
