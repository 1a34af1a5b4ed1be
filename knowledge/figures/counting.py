"""Counting which pages are opened, so that no page waits for it and none can fail by it.

A view is added in the memory of this process. Once in a while the sums are written, after an answer went out
(`request_finished`) and outside its transaction. What a process had in hand when it stopped is lost: a count may miss some.
"""

import threading
import time
from collections import Counter
from datetime import date

import structlog
from django.core.signals import request_finished
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from knowledge.figures.models import PageViews
from knowledge.figures.robots import is_robot
from knowledge.models.case import CasePage
from knowledge.models.centre import CentrePage
from krachtwijken.accounts.rules import may_enter_admin
from krachtwijken.core.short_wait import short_wait

log = structlog.get_logger(__name__)

# Written when the last time is so long ago, or when so many different ones wait.
SECONDS, MOST_WAITING = 60.0, 200
_waiting: Counter[tuple[int, date]] = Counter()
_guard = threading.Lock()
_written_at = time.monotonic()


def note_view(page: Page, request: HttpRequest) -> None:
    """Does no query and never fails. Who works on the content is no reader."""
    if request.method != "GET" or not page.live or not isinstance(page, CasePage | CentrePage):
        return
    if getattr(request, "is_preview", False) or is_robot(request.headers) or may_enter_admin(request.user):
        return
    with _guard:
        _waiting[page.pk, timezone.localdate()] += 1


def write_now_and_then(**_signal: object) -> None:
    with _guard:
        is_time = bool(_waiting) and (
            time.monotonic() - _written_at > SECONDS or len(_waiting) >= MOST_WAITING
        )
    if is_time:
        write_views()


def write_views() -> None:
    """What waits goes to the database; whatever happens to it, the visitor must not notice."""
    global _written_at
    with _guard:
        counted, _written_at = dict(_waiting), time.monotonic()
        _waiting.clear()
    try:
        with short_wait(), transaction.atomic():
            _add(counted)
    except Exception as error:  # noqa: BLE001 - as above
        log.warning("views_not_counted", error=type(error).__name__, lost=sum(counted.values()))


def _add(counted: dict[tuple[int, date], int]) -> None:
    # In one order: two processes that write at once then do not wait for each other in a circle.
    there = set(Page.objects.filter(pk__in={page for page, _ in counted}).values_list("pk", flat=True))
    rows = [PageViews(page_id=page, day=day, count=0) for page, day in sorted(counted) if page in there]
    PageViews.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        PageViews.objects.filter(page=row.page_id, day=row.day).update(
            count=F("count") + counted[row.page_id, row.day]
        )


def forget_waiting() -> None:
    """Empty the memory of this process; its minute begins anew."""
    global _written_at
    with _guard:
        _written_at = time.monotonic()
        _waiting.clear()


def count_after_requests() -> None:
    request_finished.connect(write_now_and_then, dispatch_uid="knowledge.page_views")
