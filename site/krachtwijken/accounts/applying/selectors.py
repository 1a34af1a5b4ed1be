"""Reads of what gemeenten ask for: for who decides, and by the link of the mail."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils import timezone

from krachtwijken.accounts.applying.domains import FoundDomain, find_domain
from krachtwijken.accounts.applying.rules import DECIDED_WITHIN, may_decide_applications
from krachtwijken.accounts.models import AccountApplication, ApplicationState, User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente
from krachtwijken.core.text.sorting import sort_column
from krachtwijken.core.working_days import last_day_of_term

DECIDED = (ApplicationState.GIVEN, ApplicationState.DECLINED)


@dataclass(frozen=True)
class ApplicationRow:
    application: AccountApplication
    found: FoundDomain
    due: date

    @property
    def is_late(self) -> bool:
        return self.due < timezone.localdate()


def applications_visible_to(viewer: Viewer) -> QuerySet[AccountApplication]:
    """Only with an address that was confirmed: before that nobody reads what was typed."""
    rows = AccountApplication.objects.select_related("gemeente", "decided_by")
    if not may_decide_applications(viewer):
        return rows.none()
    return rows.exclude(state=ApplicationState.UNCONFIRMED)


def waiting_rows(viewer: Viewer) -> list[ApplicationRow]:
    """The longest waiting first."""
    rows = applications_visible_to(viewer).filter(state=ApplicationState.WAITING).order_by("confirmed_at")
    return [row_of(application) for application in rows]


def row_of(application: AccountApplication) -> ApplicationRow:
    return ApplicationRow(
        application, find_domain(application.email, application.gemeente), due_day(application)
    )


def due_day(application: AccountApplication) -> date:
    return last_day_of_term(
        timezone.localdate(application.confirmed_at or application.asked_at), DECIDED_WITHIN
    )


def application_by_link(token: str) -> AccountApplication | None:
    return AccountApplication.objects.select_related("gemeente").filter(token=token).first()


def account_at(email: str) -> User | None:
    """Whose address this is, also when the account was closed or another address is the first one."""
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user
    other = EmailAddress.objects.select_related("user").filter(email__iexact=email).first()
    return other.user if other is not None else None


def gemeente_called(name: str) -> Gemeente | None:
    """However it was typed: without regard to capitals, accents and signs."""
    key = sort_column(name)
    return next((row for row in Gemeente.objects.all() if sort_column(row.name) == key), None)
