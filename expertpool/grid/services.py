"""Ask in public for who is missing."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.desk.rules import may_manage
from expertpool.enums import Level
from expertpool.models.call import RecruitmentCall
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.models import Theme


@transaction.atomic
def start_call(
    *, actor: User, level: Level, theme: Theme, region: str, text: str, ends_on: date
) -> RecruitmentCall:
    """Repeatable: the same words and end for the same cell are one call. Others are a call beside it, as the loket was told
    before: nothing that stands open is written over."""
    if not may_manage(actor):
        raise PermissionDenied
    # Held until the end, so that two at once make one.
    Theme.objects.select_for_update().get(pk=theme.pk)
    words = {"level": level, "theme": theme, "region": region, "text": text, "ends_on": ends_on}
    same = RecruitmentCall.objects.filter(**words, ended_at=None).first()
    if same is not None:
        return same
    call = RecruitmentCall(**words, created_by=actor)
    call.full_clean()
    call.save()
    audit.record(actor=actor, action="expertpool.call_started", target=call)
    return call


@transaction.atomic
def end_call(*, call: RecruitmentCall, actor: User) -> None:
    """Repeatable. Its page says that it is closed."""
    if not may_manage(actor):
        raise PermissionDenied
    fresh = RecruitmentCall.objects.select_for_update().filter(pk=call.pk).first()
    if fresh is not None and fresh.ended_at is None:
        fresh.ended_at = timezone.now()
        fresh.save(update_fields=["ended_at"])
        audit.record(actor=actor, action="expertpool.call_ended", target=fresh)
