"""How often somebody may do something, counted in the shared cache so that it holds across processes."""

import hashlib
import time

from django.core.cache import cache


def allow(*, scope: str, who: str, limit: int, seconds: int) -> bool:
    """Count one, and say whether it is still within `limit` per window of so many seconds."""
    window = int(time.time() // seconds)
    # Hashed: an address must not lie about in the cache.
    digest = hashlib.sha256(f"{scope}:{who}".encode("utf-8", "replace")).hexdigest()[:32]
    key = f"limit:{digest}:{window}"
    if cache.add(key, 1, timeout=seconds * 2):
        return limit >= 1
    try:
        return cache.incr(key) <= limit
    except ValueError:
        return True
