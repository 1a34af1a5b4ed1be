"""Write down an interest or an exclusion, and take it away again."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from expertpool.conflicts.rules import may_change_interests, may_exclude
from expertpool.conflicts.selectors import ended_interests
from expertpool.models import ExcludedBy, Exclusion, ExpertProfile, Interest
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.models import Gemeente, Organisation


@transaction.atomic
def add_interest(
    *, profile: ExpertProfile, actor: User, place: Gemeente | Organisation, role: str, until: date | None
) -> Interest:
    """Repeatable: the same place and role is one row, with the last end."""
    if not may_change_interests(actor, profile):
        raise PermissionDenied
    fresh = _lock(profile)
    at = {"gemeente": place} if isinstance(place, Gemeente) else {"organisation": place}
    interest = Interest.objects.filter(profile=fresh, role=role, **at).first()
    if interest is not None and interest.until == until:
        return interest
    interest = interest or Interest(profile=fresh, role=role, **at)
    interest.until = until
    interest.full_clean()
    interest.save()
    audit.record(
        actor=actor, action="expertpool.interest_added", target=fresh, data={"interest": interest.pk}
    )
    return interest


@transaction.atomic
def remove_interest(*, profile: ExpertProfile, interest: int, actor: User) -> None:
    """Repeatable."""
    if not may_change_interests(actor, profile):
        raise PermissionDenied
    fresh = _lock(profile)
    if Interest.objects.filter(profile=fresh, pk=interest).delete()[0]:
        data = {"interest": interest}
        audit.record(actor=actor, action="expertpool.interest_removed", target=fresh, data=data)


@transaction.atomic
def add_exclusion(*, profile: ExpertProfile, gemeente: Gemeente, by: ExcludedBy, actor: User) -> Exclusion:
    """Repeatable."""
    if not may_exclude(actor, profile, by):
        raise PermissionDenied
    fresh = _lock(profile)
    exclusion, made = Exclusion.objects.get_or_create(profile=fresh, gemeente=gemeente, by=by)
    if made:
        data = {"gemeente": gemeente.pk, "by": by}
        audit.record(actor=actor, action="expertpool.exclusion_added", target=fresh, data=data)
    return exclusion


@transaction.atomic
def remove_exclusion(*, profile: ExpertProfile, exclusion: int, actor: User) -> None:
    """Repeatable. Only by the side that asked for it."""
    fresh = _lock(profile)
    row = Exclusion.objects.filter(profile=fresh, pk=exclusion).first()
    if row is None:
        return
    if not may_exclude(actor, fresh, row.by):
        raise PermissionDenied
    data = {"gemeente": row.gemeente_id, "by": row.by}
    row.delete()
    audit.record(actor=actor, action="expertpool.exclusion_removed", target=fresh, data=data)


@retention.register_rule("expertpool.interests")
@transaction.atomic
def forget_interests() -> int:
    """Repeatable. What counts no more says only where somebody once worked."""
    return Interest.objects.filter(pk__in=ended_interests()).delete()[0]


def _lock(profile: ExpertProfile) -> ExpertProfile:
    """Until the transaction ends nobody else changes what belongs to this profile."""
    return ExpertProfile.objects.select_for_update().get(pk=profile.pk)
