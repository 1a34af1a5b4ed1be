"""Somebody lost the phone and the recovery codes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from krachtwijken.accounts import sessions
from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.models import User


@transaction.atomic
def reset_second_factor(*, user: User, actor: User | None) -> None:
    """Repeatable. Removes the second factor and ends all sessions; a staff role sets up a new one at login."""
    with acting_as(actor):
        for authenticator in Authenticator.objects.filter(user=user):
            authenticator.delete()
    sessions.end_sessions(user)
