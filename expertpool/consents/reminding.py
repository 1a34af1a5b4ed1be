"""The yearly question whether somebody still wants to be listed: asked at night, twice, each time once."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from expertpool.consents.services import make_confirmation
from expertpool.models import ExpertProfile
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.outbox.scheduler import nightly

# So many days before the end; the last one that is due is sent.
REMINDERS = (60, 14)


@nightly("expertpool.reminders")
def remind_experts() -> None:
    """Repeatable: a term and a reminder are one mail. A night that was missed is made up for by the next."""
    today = timezone.localdate()
    due = ExpertProfile.objects.filter(
        consent_until__gte=today,
        consent_until__lte=today + timedelta(days=max(REMINDERS)),
        user__is_active=True,
    )
    run_one_by_one(due.values_list("pk", flat=True), _remind, name="expertpool.reminders")


@transaction.atomic
def _remind(pk: int) -> None:
    profile = ExpertProfile.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    today = timezone.localdate()
    if not profile.has_consent(today=today) or profile.consent_until is None or profile.user is None:
        return
    left = (profile.consent_until - today).days
    reminder = min((days for days in REMINDERS if left <= days), default=None)
    if reminder is None:
        return
    queue_mail(
        to=profile.user.email,
        template="mail/profile_confirm.txt",
        context={
            "until": profile.consent_until,
            "address": reverse("expertpool:confirm", args=[make_confirmation(profile)]),
        },
        key=f"profile-confirm:{profile.pk}:{profile.consent_until}:{reminder}",
    )
