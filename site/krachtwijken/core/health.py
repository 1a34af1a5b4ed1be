"""Is the process alive, and may it get visitors? The answer names what is wrong, never how."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from krachtwijken.core import forgiving_cache
from krachtwijken.core.log_values import told_error
from krachtwijken.core.outbox.models import OutboxRow, RowState
from krachtwijken.core.outbox.scheduler import given_up

log = structlog.get_logger(__name__)

Check = Callable[[], None]
Details = Callable[[], dict[str, Any]]
CHECKS: dict[str, Check] = {}
DETAILS: dict[str, Details] = {}
OLDEST_WAITING = timedelta(minutes=10)


class NotReadyError(Exception):
    """A check found that the site cannot do its work."""


def register_check(name: str, check: Check, *, details: Details | None = None) -> None:
    """`check` raises when the part it looks at cannot do its work; `details` gives figures that may be public."""
    CHECKS[name] = check
    if details is not None:
        DETAILS[name] = details


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReadyError("migrations are waiting")


def check_outbox() -> None:
    late = timezone.now() - OLDEST_WAITING
    if OutboxRow.objects.filter(state=RowState.WAITING, run_after__lt=late).exists():
        raise NotReadyError("rows wait too long")


def check_dead_rows() -> None:
    """Something was tried eight times and will not happen by itself: a mail, a document in the index."""
    if OutboxRow.objects.filter(state=RowState.DEAD).exists():
        raise NotReadyError("rows were given up")


def dead_rows() -> dict[str, int]:
    """How many by topic; never what is in them."""
    dead = OutboxRow.objects.filter(state=RowState.DEAD).order_by("topic").values_list("topic")
    return dict(dead.annotate(Count("pk")))


def check_nights() -> None:
    if names := given_up(since=timezone.localdate() - timedelta(days=1)):
        raise NotReadyError(f"nightly jobs were given up: {', '.join(names)}")


def check_cache() -> None:
    """What is put into the shared cache comes out again."""
    cache.set("health", "ok", timeout=30)
    if cache.get("health") != "ok":
        raise NotReadyError("the cache forgets")
    if forgiving_cache.is_away():
        raise NotReadyError("the database stands in for the cache")


register_check("database", check_database)
register_check("migrations", check_migrations)
register_check("outbox", check_outbox)
register_check("dead_rows", check_dead_rows, details=dead_rows)
register_check("nights", check_nights)
register_check("cache", check_cache)


# Answers without the database: a process that waits for it is alive.
@transaction.non_atomic_requests
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    results = {name: _outcome(name, check) for name, check in CHECKS.items()}
    # Search goes by a simpler list when its index is away: that is worth a line, not a closed door.
    failed = [
        name
        for name, outcome in results.items()
        if outcome != "ok" and name not in settings.HEALTH_SOFT_CHECKS
    ]
    answer: dict[str, Any] = {"status": "failed" if failed else "ok", "checks": results}
    if "database" not in failed:
        answer["details"] = {name: details() for name, details in DETAILS.items()}
    return JsonResponse(answer, status=503 if failed else 200)


def _outcome(name: str, check: Check) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - every way to fail is the same answer
        log.warning("health_check_failed", check=name, error=told_error(error))
        return "failed"
    return "ok"
