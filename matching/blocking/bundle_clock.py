"""What three gemeenten reported and nobody made one dossier of: the same days, and the loket hears of it."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from matching.models import BundleClock
from matching.requests.bottlenecks import PUBLIC_FROM, bundles_without_dossier
from matching.requests.department_clock import own_answer_day
from matching.requests.services.notify import find_desk


@nightly("matching.rule_bundles")
def settle_bundles() -> None:
    """Repeatable: each in a transaction of its own. The night, and not who sends: also when a report is confidential no more."""
    today = timezone.localdate()
    keys = sorted(bundles_without_dossier() | set(BundleClock.objects.values_list("key", flat=True)))
    run_one_by_one(
        range(len(keys)), lambda place: settle_bundle(key=keys[place], today=today),
        name="matching.rule_bundles",
    )  # fmt: skip


@transaction.atomic
def settle_bundle(*, key: str, today: date) -> None:
    """Repeatable. With the third gemeente the clock starts; it goes when a dossier has the reports, or nobody waits any more. Of
    a day that passed the loket hears once. `key` is the digest of a name."""
    waits = key in bundles_without_dossier()
    fresh = BundleClock.objects.select_for_update().filter(key=key).first()
    if fresh is None and waits:
        _start(key, today)
    elif fresh is not None and not waits:
        audit.record(actor=None, action="matching.rule_bundle_gone", target=fresh)
        fresh.delete()
    elif fresh is not None and fresh.lay_by < today and fresh.late_told_at is None:
        fresh.late_told_at = timezone.now()
        fresh.save(update_fields=["late_told_at"])
        _tell(fresh, "matching.rule_bundle_late", "mail/rule_bundle_late_desk.txt")


def _start(key: str, today: date) -> None:
    fresh, is_new = BundleClock.objects.get_or_create(
        key=key, defaults={"since": today, "lay_by": own_answer_day(today)}
    )
    if is_new:
        _tell(fresh, "matching.rule_bundle_waits", "mail/rule_bundle_desk.txt")


def _tell(fresh: BundleClock, action: str, template: str) -> None:
    """The whole loket. Without the name of the rule: so far only gemeenten wrote it."""
    event = audit.record(actor=None, action=action, target=fresh, data={"due": fresh.lay_by.isoformat()})
    context = {
        "number": PUBLIC_FROM, "due": date_format(fresh.lay_by, "j F Y"),
        "url": f"{settings.BASE_URL}{reverse('matching:rules')}",
    }  # fmt: skip
    for colleague in find_desk():
        queue_mail(
            to=colleague.email, template=template, context=context,
            key=f"rule-bundle:{event.pk}:{colleague.pk}",
        )  # fmt: skip
