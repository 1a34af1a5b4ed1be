"""What an owner does with the own profile. Nobody else does it for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.directory.providers import end_asks
from expertpool.models import ConsentRow, ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.outbox import enqueue
from krachtwijken.core.versions import refuse_stale

# In the order of the form: what changes most comes first.
EDITABLE = ("days_per_month", "max_parallel", "available_until", "visibility", "area", "summary", "about")


@transaction.atomic
def save_profile(
    *, profile: ExpertProfile, actor: User, changes: dict[str, Any], seen: str = ""
) -> ExpertProfile:
    """Repeatable. Writes the fields that differ and no other: consent may be withdrawn at the same moment, and the
    programme may adjust. `seen` is the mark of the form; raises ChangedMeanwhileError where it would put back what changed
    since. Search follows through the outbox."""
    fresh = _locked(profile, actor)
    refuse_stale(seen=seen, now={name: getattr(fresh, name) for name in EDITABLE}, wanted=changes)
    changed = [name for name in EDITABLE if name in changes and getattr(fresh, name) != changes[name]]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, changes[name])
    fresh.full_clean()
    fresh.save(update_fields=changed)
    audit.record(actor=actor, action="expertpool.profile_saved", target=fresh, data={"fields": changed})
    announce(fresh)
    return fresh


@transaction.atomic
def withdraw_consent(*, profile: ExpertProfile, actor: User) -> ExpertProfile:
    """Repeatable. Gone at once from lists, search and advice, because they all ask the database; what the loket asked and
    waits for is taken back with it, and stays so when consent is given again."""
    fresh = _locked(profile, actor)
    if fresh.consent_until is None:
        return fresh
    fresh.consent_until = None
    fresh.save(update_fields=["consent_until"])
    ConsentRow.objects.filter(profile=fresh, withdrawn_at=None).update(withdrawn_at=timezone.now())
    audit.record(actor=actor, action="expertpool.consent_withdrawn", target=fresh)
    end_asks.current()(fresh, actor)
    announce(fresh)
    return fresh


def announce(profile: ExpertProfile) -> None:
    """Tell search; by topic, because search stands above this app."""
    enqueue("search.refresh", {"kind": "profile", "pk": profile.pk}, key=f"profile:{profile.pk}")


def note_export(*, profile: ExpertProfile, actor: User) -> None:
    """Every time: who took along what the pool knows of somebody."""
    audit.record(actor=actor, action="expertpool.profile_exported", target=profile)


def _locked(profile: ExpertProfile, actor: User) -> ExpertProfile:
    """As it is now, and for as long as this transaction lasts."""
    if profile.user_id is None or profile.user_id != actor.pk:
        raise PermissionDenied
    return ExpertProfile.objects.select_for_update().get(pk=profile.pk)
