"""Pauses, counting who looks, and leaving for good."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from expertpool.directory.providers import end_asks
from expertpool.directory.services import announce
from expertpool.importing.erasing import forget_rows_of
from expertpool.models import ExpertProfile, Pause, ProfileViews, SeenFrom
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention

VIEWS_KEPT = timedelta(days=400)
MOST_PAUSES = 20


class TooManyPausesError(ValueError):
    """Nobody needs so many."""


class PausesOverlapError(ValueError):
    """There is a pause on one of these days already."""

    def __init__(self, pause: Pause) -> None:
        super().__init__(str(pause))
        self.pause = pause


@transaction.atomic
def add_pause(*, profile: ExpertProfile, actor: User, starts: date, ends: date) -> Pause:
    """Repeatable. From then on, or at once, nobody proposes this person."""
    fresh = _own(profile, actor)
    beside = fresh.pauses.filter(starts__lte=ends, ends__gte=starts).first()
    if beside is not None:
        if (beside.starts, beside.ends) == (starts, ends):
            return beside
        raise PausesOverlapError(beside)
    if fresh.pauses.count() >= MOST_PAUSES:
        raise TooManyPausesError
    pause = Pause.objects.create(profile=fresh, starts=starts, ends=ends)
    audit.record(actor=actor, action="expertpool.pause_added", target=fresh, data={"pause": pause.pk})
    return pause


@transaction.atomic
def remove_pause(*, profile: ExpertProfile, pause: int, actor: User) -> None:
    """Repeatable."""
    fresh = _own(profile, actor)
    if Pause.objects.filter(profile=fresh, pk=pause).delete()[0]:
        audit.record(actor=actor, action="expertpool.pause_removed", target=fresh, data={"pause": pause})


@transaction.atomic
def delete_profile(*, profile: ExpertProfile, actor: User) -> None:
    """For good, with everything that belongs to it. What the loket did for a gemeente stays, without this profile."""
    fresh = _own(profile, actor)
    announce(fresh)
    end_asks.current()(fresh, actor)
    forget_rows_of(fresh)
    audit.record(actor=actor, action="expertpool.profile_erased", target=fresh)
    fresh.delete()


@transaction.atomic
def count_view(*, profile: int, month: date, seen_from: SeenFrom) -> None:
    """Not repeatable: each is one more."""
    rows = ProfileViews.objects.filter(profile=profile, month=month, seen_from=seen_from)
    if rows.update(count=F("count") + 1):
        return
    ProfileViews.objects.get_or_create(profile_id=profile, month=month, seen_from=seen_from)
    rows.update(count=F("count") + 1)


@retention.register_rule("expertpool.control")
@transaction.atomic
def forget_views_and_pauses() -> int:
    """Repeatable."""
    today = timezone.localdate()
    views = ProfileViews.objects.filter(month__lt=today - VIEWS_KEPT).delete()[0]
    return views + Pause.objects.filter(ends__lt=today).delete()[0]


def _own(profile: ExpertProfile, actor: User) -> ExpertProfile:
    if profile.user_id is None or profile.user_id != actor.pk:
        raise PermissionDenied
    return ExpertProfile.objects.select_for_update().get(pk=profile.pk)
