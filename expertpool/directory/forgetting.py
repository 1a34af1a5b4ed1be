"""A profile without consent is nobody's to find, and in the end nobody's to keep."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from expertpool.directory.services import announce
from expertpool.importing.erasing import forget_rows_of
from expertpool.models import ExpertProfile
from krachtwijken.core import audit, retention
from krachtwijken.core.models import AuditEvent

# So long an owner may come back to what he or she wrote.
KEPT = timedelta(days=365)
WITHDRAWN = "expertpool.consent_withdrawn"


@retention.register_rule("expertpool.profiles")
def forget_profiles() -> int:
    """Repeatable. A year after consent ended or was withdrawn; a profile that never had it goes with its account."""
    now = timezone.now()
    lapsed = ExpertProfile.objects.filter(consent_until__lt=timezone.localdate() - KEPT)
    withdrawn = ExpertProfile.objects.filter(consent_until=None, pk__in=_withdrawn_for_long(now - KEPT))
    pks = [*lapsed.values_list("pk", flat=True), *withdrawn.values_list("pk", flat=True)]
    return sum(_forget(pk) for pk in pks)


def _withdrawn_for_long(before: datetime) -> list[int]:
    """Whose last withdrawal was before that moment: consent may have been given and withdrawn again since."""
    events = AuditEvent.objects.filter(action=WITHDRAWN)
    recent = set(events.filter(at__gte=before).values_list("target_id", flat=True))
    early = events.filter(at__lt=before).values_list("target_id", flat=True)
    return [int(pk) for pk in set(early) - recent]


@transaction.atomic
def _forget(pk: int) -> int:
    profile = ExpertProfile.objects.select_for_update().filter(pk=pk).first()
    if profile is None or profile.has_consent(today=timezone.localdate()):
        return 0
    announce(profile)
    forget_rows_of(profile)
    audit.record(actor=None, action="expertpool.profile_forgotten", target=profile)
    profile.delete()
    return 1
