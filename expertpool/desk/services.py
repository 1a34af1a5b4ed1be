"""What the programme changes of somebody else's profile. The owner hears of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.desk.rules import may_manage, rings_from
from expertpool.directory.services import announce
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail

# Availability, and who sees it. Never the owner's own words, never consent.
ADJUSTABLE = ("days_per_month", "max_parallel", "area", "visibility")


class NotAllowedError(ValueError):
    """The owner withdrew consent, or chose a narrower ring meanwhile."""


@transaction.atomic
def adjust_profile(*, profile: ExpertProfile, actor: User, changes: dict[str, Any]) -> ExpertProfile:
    """Repeatable: without a difference nothing is written and nobody is told."""
    if not may_manage(actor):
        raise PermissionDenied
    fresh = ExpertProfile.objects.select_for_update().get(pk=profile.pk)
    wanted = changes.get("visibility", fresh.visibility)
    if not fresh.has_consent(today=timezone.localdate()) or wanted not in rings_from(fresh.visibility):
        raise NotAllowedError
    changed = [name for name in ADJUSTABLE if name in changes and getattr(fresh, name) != changes[name]]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, changes[name])
    fresh.full_clean()
    fresh.save(update_fields=changed)
    event = audit.record(
        actor=actor, action="expertpool.profile_adjusted", target=fresh, data={"fields": changed}
    )
    announce(fresh)
    _tell_owner(fresh, changed, event.pk)
    return fresh


def _tell_owner(profile: ExpertProfile, changed: list[str], event: int) -> None:
    if profile.user is not None:
        names = [str(profile._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
        queue_mail(
            to=profile.user.email,
            template="mail/profile_adjusted.txt",
            context={"title": profile.title, "fields": ", ".join(names)},
            key=f"profile-adjusted:{profile.pk}:{event}",
        )
