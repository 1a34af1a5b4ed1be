"""The forms of the login library, with our words and one stricter rule for codes."""

from typing import Any

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.cache import cache

from krachtwijken.accounts.models import User

# A code is accepted a period early and a period late, so it must be remembered for longer than the one period
# that the library remembers it.
CODE_REMEMBERED = 5 * 60


def _plain(field: forms.Field, label: str, help_text: str = "") -> None:
    """A label above the field; a placeholder would vanish while typing."""
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


def use_once(user: User, code: str) -> bool:
    """False when this person gave this code before."""
    return cache.add(f"accounts.code:{user.pk}:{normalize_user_code(code)}", "used", timeout=CODE_REMEMBERED)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], "E-mailadres")
        _plain(self.fields["password"], "Wachtwoord")


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], "E-mailadres")


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password1"], "Nieuw wachtwoord")
        _plain(self.fields["password2"], "Nieuw wachtwoord, nog een keer")


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], "Huidig wachtwoord")
        _plain(self.fields["password1"], "Nieuw wachtwoord")
        _plain(self.fields["password2"], "Nieuw wachtwoord, nog een keer")


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], "Wachtwoord")


class _CodeForm(forms.Form):
    """A code that was given once is worth nothing the second time (ASVS 6.5.1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], "Code")

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc] # the library's form stands behind this one
        if not use_once(self.user, code):  # type: ignore[attr-defined] # set by the library's form
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_CodeForm, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(_CodeForm, mfa.ReauthenticateForm):
    pass


class ActivateCodeForm(_CodeForm, totp.ActivateTOTPForm):
    pass
