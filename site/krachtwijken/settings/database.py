"""SQLite (WAL) by default, PostgreSQL when DATABASE_URL names one; and the cache, in the database or in Redis."""

from pathlib import Path
from typing import Any

import dj_database_url

from krachtwijken.settings import env

# Read as memory and not through a call for every page: half of the time of reading vectors of texts is copying.
MAPPED_BYTES = 512 * 1024 * 1024
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    f"PRAGMA mmap_size={MAPPED_BYTES};",
}


def database_settings(var: Path) -> dict[str, Any]:
    """The `DATABASES["default"]` entry. `ATOMIC_REQUESTS` joins a page and its outbox row in one transaction."""
    url = env.text("DATABASE_URL") or f"sqlite:///{var / 'krachtwijken.sqlite3'}"
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **SQLITE_OPTIONS}
    settings["ATOMIC_REQUESTS"] = True
    return settings


# Django keeps 300 entries and throws others away at random: whoever fills it would reset every limit.
MOST_ENTRIES = 20_000


def cache_settings() -> dict[str, Any]:
    """Rate limits must hold across processes, so the cache is shared: the database, or Redis when scaled out, with the
    database in its place while it is away."""
    table = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES},
    }
    redis = env.text("REDIS_URL")
    if redis:
        return {
            "default": {
                "BACKEND": "krachtwijken.core.forgiving_cache.ForgivingRedisCache",
                "LOCATION": redis,
                # Away is noticed soon: every page would wait for it.
                "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
            },
            "stand_in": table,
        }
    return {"default": table}
