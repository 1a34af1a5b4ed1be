"""What an owner does with the own profile."""

from typing import Any

from django.db import transaction

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.outbox import enqueue

EDITABLE = ("summary", "about", "days_per_month", "max_parallel", "area", "visibility")


@transaction.atomic
def save_profile(*, profile: ExpertProfile, actor: User | None, changes: dict[str, Any]) -> ExpertProfile:
    """Repeatable. Saves the fields an owner may change; search follows through the outbox."""
    changed = [name for name in EDITABLE if name in changes and getattr(profile, name) != changes[name]]
    for name in changed:
        setattr(profile, name, changes[name])
    profile.full_clean()
    profile.save()
    audit.record(actor=actor, action="expertpool.profile_saved", target=profile, data={"fields": changed})
    announce(profile)
    return profile


@transaction.atomic
def withdraw_consent(*, profile: ExpertProfile, actor: User) -> None:
    """Repeatable. Gone at once from lists and search, because both ask the database."""
    profile.consent_until = None
    profile.save(update_fields=["consent_until"])
    audit.record(actor=actor, action="expertpool.consent_withdrawn", target=profile)
    announce(profile)


def announce(profile: ExpertProfile) -> None:
    """Tell search; by topic, because search stands above this app."""
    enqueue("search.refresh", {"kind": "profile", "pk": profile.pk}, key=f"profile:{profile.pk}")
