"""Is mail fetched? Shown at /health/ready; it closes no door."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from krachtwijken.core.health import NotReadyError
from matching.mail_in.boxes import is_configured
from matching.mail_in.models import FetchMark

LONGEST_SILENCE = timedelta(minutes=15)


def check_mail_in() -> None:
    if not is_configured():
        return
    mark = FetchMark.objects.filter(pk=1).first()
    if mark is None or mark.worked_at is None or timezone.now() - mark.worked_at > LONGEST_SILENCE:
        raise NotReadyError("mail was not fetched")


def mail_in_details() -> dict[str, Any]:
    mark = FetchMark.objects.filter(pk=1).first()
    return {
        "configured": is_configured(),
        "worked_at": mark.worked_at.isoformat(timespec="seconds") if mark and mark.worked_at else None,
    }
