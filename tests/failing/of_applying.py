"""What asking for an account is tried with."""

from datetime import timedelta

from django.utils import timezone

from krachtwijken.accounts.applying.domains import load_mail_domains
from krachtwijken.accounts.applying.forgetting import forget_applications
from krachtwijken.accounts.applying.services import (
    ask_for_account,
    confirm_address,
    decline_application,
    give_account,
    remind_of_application,
)
from krachtwijken.accounts.models import AccountApplication, ApplicationState, MailDomain
from krachtwijken.core.models import Gemeente
from tests.factories.accounts import UserFactory
from tests.failing.registry import Call, tries


def application(state: ApplicationState = ApplicationState.WAITING) -> AccountApplication:
    now = timezone.now()
    return AccountApplication.objects.create(
        email="wijkmanager@ede.nl", gemeente_name="Ede", name="Snip", title="Wijkmanager", why="Hulp.", token="een",
        state=state, asked_at=now, confirmed_at=now if state == ApplicationState.WAITING else None,
    )  # fmt: skip


@tries(load_mail_domains)
def domains_missing() -> Call:
    MailDomain.objects.all().delete()
    return load_mail_domains


@tries(ask_for_account)
def asks_for_account() -> Call:
    arnhem = Gemeente.objects.get(slug="arnhem")
    return lambda: ask_for_account(
        email="nieuw@arnhem.nl", name="Snip", title="Wijkmanager", why="Hulp.", gemeente=arnhem
    )


@tries(confirm_address)
def opens_link() -> Call:
    asked = application(ApplicationState.UNCONFIRMED)
    UserFactory(role="loket")
    return lambda: confirm_address(application=asked)


@tries(give_account)
def account_with_new_gemeente() -> Call:
    asked, desk = application(), UserFactory(role="loket")
    return lambda: give_account(application=asked, actor=desk, gemeente=None, gemeente_name="Ede")


@tries(decline_application)
def declined_with_reason() -> Call:
    asked, desk = application(), UserFactory(role="loket")
    return lambda: decline_application(application=asked, actor=desk, reason="Werkt daar niet.")


@tries(remind_of_application)
def waits_too_long() -> Call:
    asked = application()
    UserFactory(role="loket")
    return lambda: remind_of_application(pk=asked.pk)


@tries(forget_applications)
def decided_long_ago() -> Call:
    asked = application()
    AccountApplication.objects.filter(pk=asked.pk).update(
        state=ApplicationState.DECLINED, decided_at=timezone.now() - timedelta(days=100)
    )
    return forget_applications
