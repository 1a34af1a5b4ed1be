"""The example accounts of development: one for each role, named by what they do."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import AccountApplication, ApplicationState, User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.example_password import read_example_password
from krachtwijken.accounts.services.memberships import (
    assign_account_manager,
    join_gemeente,
    join_organisation,
)
from krachtwijken.accounts.services.roles import grant_role, set_up_roles
from krachtwijken.core.models import Gemeente, Organisation
from krachtwijken.core.tokens import new_token


@dataclass(frozen=True)
class ExampleAccount:
    email: str
    name: str
    role: Role
    centre: str = ""
    """The organisation that this account writes for, by its name in addresses."""
    place: str = ""
    """The gemeente that it works for, when it is another one than MEMBER_OF."""

    @property
    def told(self) -> str:
        """The role, and where there is one the centre: two accounts may have one role."""
        beside = self.centre or self.place
        return f"{self.role.label} ({beside})" if beside else str(self.role.label)


EXAMPLE_ACCOUNTS = (
    ExampleAccount("gemeente@example.org", "Projectleider van een gemeente (voorbeeld)", Role.GEMEENTE),
    ExampleAccount("deskundige@example.org", "Krachtige persoon (voorbeeld)", Role.EXPERT),
    ExampleAccount(
        "kenniscentrum@example.org", "Redacteur van Movisie (voorbeeld)", Role.KENNISCENTRUM, "movisie"
    ),
    ExampleAccount(
        "kenniscentrum2@example.org", "Redacteur van Platform31 (voorbeeld)", Role.KENNISCENTRUM, "platform31"
    ),
    ExampleAccount("organisatie@example.org", "Medewerker van Aedes (voorbeeld)", Role.ORGANISATIE, "aedes"),
    ExampleAccount("loket@example.org", "Medewerker van het loket (voorbeeld)", Role.LOKET),
    ExampleAccount("accountmanager@example.org", "Accountmanager (voorbeeld)", Role.ACCOUNTMANAGER),
    ExampleAccount("redactie@example.org", "Redacteur (voorbeeld)", Role.REDACTIE),
    ExampleAccount("beheer@example.org", "Beheerder (voorbeeld)", Role.BEHEER),
    ExampleAccount(
        "gemeente2@example.org", "Wijkmanager van Enschede (voorbeeld)", Role.GEMEENTE, place="enschede"
    ),
    ExampleAccount(
        "gemeente3@example.org", "Wijkmanager van Nijmegen (voorbeeld)", Role.GEMEENTE, place="nijmegen"
    ),
)
APPLICANT = "wijkmanager@example.org"
MEMBER_OF = "arnhem"
MANAGED = ("arnhem", "nijmegen", "enschede", "deventer", "zaanstad")


@transaction.atomic
def load_example_accounts() -> None:
    """Repeatable. Makes the accounts, with the password of this environment and memberships where known."""
    if not settings.EXAMPLE_CONTENT_ALLOWED:
        raise ImproperlyConfigured(
            "Example accounts are for development: EXAMPLE_CONTENT_ALLOWED is not set."
        )
    set_up_roles()
    password = read_example_password()
    for account in EXAMPLE_ACCOUNTS:
        _ensure_memberships(account, _ensure_account(account, password))
    _ensure_application()


def _ensure_application() -> None:
    """Somebody of a gemeente outside the programme who waits for an account."""
    now = timezone.now()
    AccountApplication.objects.get_or_create(
        email=APPLICANT,
        defaults={
            "gemeente_name": "'s-Hertogenbosch",
            "name": "Wijkmanager van een gemeente (voorbeeld)",
            "title": "Wijkmanager",
            "why": "Wij willen een kennisvraag stellen over jongeren die op straat hangen.",
            "state": ApplicationState.WAITING,
            "token": new_token(),
            "asked_at": now,
            "confirmed_at": now,
        },
    )


def _ensure_account(account: ExampleAccount, password: str) -> User:
    user, _ = User.objects.get_or_create(email=account.email, defaults={"name": account.name})
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    grant_role(user=user, role=account.role, actor=None)
    return user


def _ensure_memberships(account: ExampleAccount, user: User) -> None:
    """Reference data may be loaded later; what is not there yet is skipped."""
    if account.role is Role.GEMEENTE:
        for gemeente in Gemeente.objects.filter(slug=account.place or MEMBER_OF):
            join_gemeente(user=user, gemeente=gemeente, actor=None)
    if account.role is Role.ACCOUNTMANAGER:
        for gemeente in Gemeente.objects.filter(slug__in=MANAGED):
            assign_account_manager(gemeente=gemeente, user=user, actor=None)
    for organisation in Organisation.objects.filter(slug=account.centre):
        join_organisation(user=user, organisation=organisation, actor=None)
