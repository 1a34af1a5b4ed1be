"""The example accounts of development: one for each role, named by what they do."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.example_password import example_password
from krachtwijken.accounts.services.memberships import (
    assign_account_manager,
    join_gemeente,
    join_organisation,
)
from krachtwijken.accounts.services.roles import grant_role, set_up_roles
from krachtwijken.core.models import Gemeente, Organisation


@dataclass(frozen=True)
class ExampleAccount:
    email: str
    name: str
    role: Role


EXAMPLE_ACCOUNTS = (
    ExampleAccount("gemeente@example.org", "Projectleider van een gemeente (voorbeeld)", Role.GEMEENTE),
    ExampleAccount("deskundige@example.org", "Krachtige persoon (voorbeeld)", Role.EXPERT),
    ExampleAccount(
        "kenniscentrum@example.org", "Redacteur van een kenniscentrum (voorbeeld)", Role.KENNISCENTRUM
    ),
    ExampleAccount("loket@example.org", "Medewerker van het loket (voorbeeld)", Role.LOKET),
    ExampleAccount("accountmanager@example.org", "Accountmanager (voorbeeld)", Role.ACCOUNTMANAGER),
    ExampleAccount("redactie@example.org", "Redacteur (voorbeeld)", Role.REDACTIE),
    ExampleAccount("beheer@example.org", "Beheerder (voorbeeld)", Role.BEHEER),
)
MEMBER_OF = "arnhem"
MANAGED = ("arnhem", "nijmegen", "enschede", "deventer", "zaanstad")
CENTRE = "movisie"


@transaction.atomic
def load_example_accounts() -> dict[Role, User]:
    """Repeatable. Makes the accounts, with the password of this environment and memberships where known."""
    if not settings.EXAMPLE_CONTENT_ALLOWED:
        raise ImproperlyConfigured(
            "Example accounts are for development: EXAMPLE_CONTENT_ALLOWED is not set."
        )
    set_up_roles()
    password = example_password()
    users = {account.role: _ensure_account(account, password) for account in EXAMPLE_ACCOUNTS}
    _ensure_memberships(users)
    return users


def _ensure_account(account: ExampleAccount, password: str) -> User:
    user, _ = User.objects.get_or_create(email=account.email, defaults={"name": account.name})
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    grant_role(user=user, role=account.role, actor=None)
    return user


def _ensure_memberships(users: dict[Role, User]) -> None:
    """Reference data may be loaded later; what is not there yet is skipped."""
    for gemeente in Gemeente.objects.filter(slug=MEMBER_OF):
        join_gemeente(user=users[Role.GEMEENTE], gemeente=gemeente, actor=None)
    for gemeente in Gemeente.objects.filter(slug__in=MANAGED):
        assign_account_manager(gemeente=gemeente, user=users[Role.ACCOUNTMANAGER], actor=None)
    for organisation in Organisation.objects.filter(slug=CENTRE):
        join_organisation(user=users[Role.KENNISCENTRUM], organisation=organisation, actor=None)
