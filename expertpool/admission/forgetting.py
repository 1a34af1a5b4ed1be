"""Nominations are not kept: without consent 90 days, after a decision as long, and never more than a year."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from expertpool.models import ExpertProfile, Nomination, NominationState
from krachtwijken.core import retention

NOMINATION_KEPT = timedelta(days=90)
VETTING_WAITS = timedelta(days=365)


def forgotten_on(nomination: Nomination) -> datetime:
    """Of one that was decided: when it goes."""
    return (nomination.decided_at or nomination.created_at) + NOMINATION_KEPT


@retention.register_rule("expertpool.nominations")
@transaction.atomic
def forget_nominations() -> int:
    """Repeatable. Somebody who agreed and was never vetted loses the profile with it: nobody ever saw it."""
    now = timezone.now()
    waited = Nomination.objects.filter(state=NominationState.CONSENTED, created_at__lt=now - VETTING_WAITS)
    profiles = list(waited.values_list("profile", flat=True))
    old = Q(state=NominationState.NOMINATED, created_at__lt=now - NOMINATION_KEPT)
    decided = Q(decided_at__lt=now - NOMINATION_KEPT)
    gone = Nomination.objects.filter(old | decided | Q(pk__in=waited.values("pk")))
    count = len(gone)
    gone.delete()
    ExpertProfile.objects.filter(pk__in=profiles, user=None, consent_until=None).delete()
    return count
