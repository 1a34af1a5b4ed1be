"""What is asked is not kept: unconfirmed seven days, after the decision ninety, and never more than a year."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from krachtwijken.accounts.applying.services import LINK_HOLDS
from krachtwijken.accounts.models import AccountApplication, ApplicationState
from krachtwijken.core import retention

DECIDED_KEPT = timedelta(days=90)
WAITS = timedelta(days=365)


def kept_until(application: AccountApplication) -> datetime:
    """Of one that was decided."""
    return (application.decided_at or application.asked_at) + DECIDED_KEPT


@retention.register_rule("accounts.applications")
@transaction.atomic
def forget_applications() -> int:
    """Repeatable."""
    now = timezone.now()
    unconfirmed = Q(state=ApplicationState.UNCONFIRMED, asked_at__lt=now - LINK_HOLDS)
    old = unconfirmed | Q(decided_at__lt=now - DECIDED_KEPT) | Q(confirmed_at__lt=now - WAITS)
    return AccountApplication.objects.filter(old).delete()[0]
