"""Fetch what lies in the box, a transaction for each mail."""

from collections import Counter

import structlog
from django.utils import timezone

from krachtwijken.core.log_values import told_error
from matching.mail_in.boxes import Box, BoxError, open_box
from matching.mail_in.models import FetchMark
from matching.mail_in.services.receiving import receive_mail

log = structlog.get_logger(__name__)

# In one turn; the rest waits a minute.
MOST_A_TURN = 50
FAILED = "failed"


def fetch_mail(*, limit: int = MOST_A_TURN) -> Counter[str]:
    """Repeatable: what was taken is moved away, and what was taken and not moved is known. A mail that fails stays in the
    box and keeps no other from being read. Raises BoxError. Returns how many met which fate."""
    try:
        box = open_box()
    except BoxError:
        mark_fetch(worked=False)
        raise
    try:
        counts = _fetch_all(box, limit)
    except BoxError:
        mark_fetch(worked=False)
        raise
    finally:
        box.close()
    mark_fetch(worked=True)
    return counts


def mark_fetch(*, worked: bool) -> None:
    """For the health of the site."""
    field = "worked_at" if worked else "failed_at"
    FetchMark.objects.update_or_create(pk=1, defaults={field: timezone.now()})


def _fetch_all(box: Box, limit: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for fetched in box.fetch(limit):
        try:
            fate = receive_mail(raw=fetched.raw, is_whole=fetched.is_whole).value
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this mail, the next is not to wait for it
            log.error("mail_not_taken", error=told_error(error))
            counts[FAILED] += 1
            continue
        box.finish(fetched.key)
        counts[fate] += 1
    return counts
