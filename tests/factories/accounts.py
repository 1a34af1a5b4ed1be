"""People for tests: with a role, a gemeente, a second factor."""

import time
from typing import Any

import factory
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role

PASSWORD = "kade-molen-beuk-iep-42"


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(role="loket")`; the password is PASSWORD unless told."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"iemand-{number}@example.org")
    name = factory.Sequence(lambda number: f"Medewerker {number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        role = fields.pop("role", None)
        user = User.objects.create_user(password=fields.pop("password", PASSWORD), **fields)
        if role is not None:
            grant_role(user=user, role=Role(role), actor=None)
        return user


def give_second_factor(user: User) -> str:
    """A phone app and recovery codes; gives the secret of the app."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_now(secret: str) -> str:
    """What the phone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def recovery_codes_of(user: User) -> list[str]:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(row.wrap().get_unused_codes())


def log_in(client: Client, user: User, *, password: str = PASSWORD, **extra: Any) -> Any:
    """Through the login page, as a person does."""
    return client.post("/accounts/login/", {"login": user.email, "password": password, **extra})
