"""How allauth treats our accounts: by invitation, one e-mail address each, redirects only to this site."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from krachtwijken.core.mail import queue_text


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Dit account is gesloten. Vraag de beheerder om hulp.",
        "email_password_mismatch": "Het e-mailadres of het wachtwoord klopt niet.",
        "enter_current_password": "Vul uw huidige wachtwoord in.",
        "incorrect_code": "Deze code klopt niet. Wacht op een nieuwe code in uw app en probeer het opnieuw.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe link aan.",
        "rate_limited": "U probeert het te vaak. Wacht een paar minuten.",
        "too_many_login_attempts": "U hebt te vaak geprobeerd in te loggen. Wacht vijf minuten.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, like all mail."""
        message = self.render_mail(template_prefix, email, context)
        queue_text(to=email, subject=message.subject, body=str(message.body), key=f"account:{uuid4().hex}")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses on the host that was asked: not on every host we happen to allow."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Deze code klopt niet. Wacht op een nieuwe code in uw app en probeer het opnieuw.",
        "cannot_generate_recovery_codes": "Zet eerst inloggen in twee stappen aan.",
    }
