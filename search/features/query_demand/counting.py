"""Counting what is asked, so that no page waits for it and none can fail by it.

The view leaves a note in memory. It is written after the answer went out (`request_finished`), outside the transaction
of the page, with a short wait for a lock; what goes wrong is logged and forgotten. A count that is lost now and then
does no harm; an outbox row in the transaction of the page would make every search a write that can fail.
"""

import threading
from dataclasses import dataclass
from datetime import date

import structlog
from cachetools import LRUCache
from django.core.signals import request_finished
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from krachtwijken.accounts.rules import is_logged_in
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.short_wait import short_wait
from search.features.query_demand.services import count_question
from search.features.query_demand.wording import kept_form

log = structlog.get_logger(__name__)

DAY = 24 * 60 * 60
# One address counts once a day per question, and for so many questions a day.
QUESTIONS_A_DAY = 100


@dataclass(frozen=True)
class Note:
    query: str
    hits: int | None
    # A keyed hash of the day: it only tells in the cache that this address was counted, and ends with the day.
    who: str
    day: date


_left = threading.local()
# Who asked what, as far as this process knows: whoever turns a page costs no second write. `who` ends with the day.
MOST_KNOWN = 2000
_known: LRUCache[tuple[str, str], bool] = LRUCache(maxsize=MOST_KNOWN)
_guard = threading.Lock()


def note_search(request: HttpRequest, *, query: str, hits: int) -> None:
    """Leave a note of what was asked. Does no query and never fails."""
    form = kept_form(query) if request.method == "GET" else ""
    if not form:
        return
    day = timezone.localdate()
    who = salted_hmac("search.demand", f"{day}:{visitor_of(request)}").hexdigest()
    # What somebody with an account finds must not show in public.
    _left.note = Note(form, None if is_logged_in(request.user) else hits, who, day)


def write_down(**_signal: object) -> None:
    """Write the note of this request, when there is one."""
    note: Note | None = _left.__dict__.pop("note", None)
    if note is None or _is_known(note):
        return
    try:
        with short_wait(), transaction.atomic():
            if _counts(note):
                count_question(query=note.query, day=note.day, hits=note.hits)
        _remember(note)
    except Exception as error:  # noqa: BLE001 - whatever happens to a count, the visitor must not notice
        log.warning("question_not_counted", error=type(error).__name__)


def _is_known(note: Note) -> bool:
    with _guard:
        return _known.get((note.who, note.query), False)


def _remember(note: Note) -> None:
    with _guard:
        _known[note.who, note.query] = True


def forget() -> None:
    """Empty the memory of this process."""
    with _guard:
        _known.clear()


def count_after_requests() -> None:
    request_finished.connect(write_down, dispatch_uid="search.demand")


def _counts(note: Note) -> bool:
    return allow(scope="asked", who=note.who, limit=QUESTIONS_A_DAY, seconds=DAY) and allow(
        scope="asked-once", who=f"{note.who}:{note.query}", limit=1, seconds=DAY
    )
