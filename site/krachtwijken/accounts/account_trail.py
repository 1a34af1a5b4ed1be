"""Another address, a closed account, more power: a line in the audit trail, and the sessions that were open end.

Heard at the table, so wherever the change comes from. The old address hears of another one. The session of whoever makes
the change stays.
"""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from krachtwijken.accounts import sessions
from krachtwijken.accounts.acting import current_actor, current_session
from krachtwijken.accounts.models import User
from krachtwijken.accounts.models.user import WATCHED
from krachtwijken.core.audit import record
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.outbox import enqueue

# Field -> what the trail calls it when the field is now true (or, of an address, other) and false.
ACTIONS = {
    "email": ("account.email_changed", ""),
    "is_active": ("account.reactivated", "account.deactivated"),
    "is_superuser": ("account.superuser_granted", "account.superuser_withdrawn"),
}
BEFORE = "_watched_before"
# Told after an account was closed, to the room that has something to end for it.
CLOSED_TOPIC = "accounts.closed"


def look_before(
    instance: User, raw: bool = False, update_fields: Collection[str] | None = None, **_signal: Any
) -> None:
    if instance.pk is None or raw or (update_fields is not None and not WATCHED & set(update_fields)):
        return
    before = User.objects.filter(pk=instance.pk).values(*WATCHED).first()
    if before is not None:
        instance.__dict__[BEFORE] = before


def note_changes(instance: User, **_signal: Any) -> None:
    before = instance.__dict__.pop(BEFORE, None)
    if before is None:
        return
    changed = [name for name in sorted(WATCHED) if before[name] != getattr(instance, name)]
    for name in changed:
        now, not_any_more = ACTIONS[name]
        action = now if getattr(instance, name) else not_any_more
        event = record(actor=current_actor(), action=action, target=instance)
        if name == "email" and before["is_active"]:
            _tell_old_address(instance, before["email"], event.pk)
        if action == "account.deactivated":
            enqueue(CLOSED_TOPIC, {"user": instance.pk}, key=f"{instance.pk}:{event.pk}")
    if changed:
        sessions.end_sessions(instance, keep=current_session())


def _tell_old_address(user: User, address: str, event: int) -> None:
    """Whoever lost an account this way can do something about it. Not the new address: the receiver knows it, or may not."""
    queue_mail(
        to=address,
        template="mail/account_other_address.txt",
        context={"name": user.get_short_name() if user.name else ""},
        key=f"account-other-address:{user.pk}:{event}",
    )


def note_account_deletion(instance: User, **_signal: Any) -> None:
    """The rows about somebody stay, by number only."""
    record(actor=current_actor(), action="account.deleted", target=instance)


def watch_changes() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    pre_save.connect(look_before, sender=User, dispatch_uid="accounts.look_before")
    post_save.connect(note_changes, sender=User, dispatch_uid="accounts.note_changes")
    post_delete.connect(note_account_deletion, sender=User, dispatch_uid="accounts.note_deletion")
