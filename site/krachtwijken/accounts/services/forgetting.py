"""What is forgotten of an account that was closed, and of logins."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.accounts import set_belonging
from krachtwijken.core import retention
from krachtwijken.core.audit import record
from krachtwijken.core.models import AuditEvent

# A closed account may be opened again for so long.
CLOSED_KEPT = timedelta(days=365)
# Ends in the reserved domain that no mail reaches.
NOWHERE = "@gesloten.invalid"
NAMELESS = "Gesloten account"


@retention.register_rule("accounts.closed")
def forget_closed_accounts() -> int:
    """Repeatable. Name, address and ways to log in go; the row stays, so that what it did is still one person's."""
    closed = User.objects.filter(is_active=False).exclude(email__endswith=NOWHERE)
    before = timezone.now() - CLOSED_KEPT
    old = [user.pk for user in closed if _closed_at(user) < before]
    for pk in old:
        _forget(pk)
    return len(old)


@retention.register_rule("accounts.sessions")
def forget_login_places() -> int:
    """Repeatable. From which address and browser somebody was logged in, as soon as that login is over."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.exclude(session_key__in=live).delete()[0]


def _closed_at(user: User) -> datetime:
    """By the trail; of an account that was closed before the trail told so, when it was last used."""
    closed = AuditEvent.objects.filter(
        action="account.deactivated", target_type=user._meta.label_lower, target_id=str(user.pk)
    ).last()
    return closed.at if closed is not None else user.last_login or user.date_joined


@transaction.atomic
def _forget(pk: int) -> None:
    user = User.objects.select_for_update().get(pk=pk)
    if user.is_active:
        return
    with acting_as(None):
        set_belonging(user=user, gemeenten=[], organisations=[], managed=[], actor=None)
        for authenticator in Authenticator.objects.filter(user=user):
            authenticator.delete()
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name, user.first_name, user.last_name = f"{user.pk}{NOWHERE}", NAMELESS, "", ""
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "first_name", "last_name", "password"])
    record(actor=None, action="account.forgotten", target=user)
