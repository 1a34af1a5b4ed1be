"""At night: the loket hears once that a department is past the day of its answer."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from matching.blocking.models import BlockingRule
from matching.requests.enums import RuleState
from matching.requests.services.notify import find_desk


@nightly("matching.rules")
def tell_late_rules() -> None:
    """Repeatable: each once a day that was named, in a transaction of its own."""
    today = timezone.localdate()
    late = BlockingRule.objects.filter(
        state=RuleState.DEPARTMENT, answer_expected__lt=today, late_told_at=None
    ).order_by("pk")
    run_one_by_one(
        late.values_list("pk", flat=True),
        lambda pk: tell_late_rule(pk=pk, today=today),
        name="matching.rules",
    )


@transaction.atomic
def tell_late_rule(*, pk: int, today: date) -> None:
    """Repeatable. A dossier has no owner: the whole loket hears of it."""
    fresh = BlockingRule.objects.select_for_update().get(pk=pk)
    clock = fresh.clock
    if clock is None or fresh.state != RuleState.DEPARTMENT or fresh.late_told_at is not None:
        return
    if clock.answer_by >= today:
        return
    fresh.late_told_at = timezone.now()
    fresh.save(update_fields=["late_told_at"])
    event = audit.record(
        actor=None, action="matching.rule_late", target=fresh, data={"due": clock.answer_by.isoformat()}
    )
    context = {
        "rule": str(fresh), "department": clock.department, "since": date_format(clock.since, "j F Y"),
        "due": date_format(clock.answer_by, "j F Y"), "url": f"{settings.BASE_URL}{fresh.get_absolute_url()}",
    }  # fmt: skip
    for colleague in find_desk():
        queue_mail(
            to=colleague.email, template="mail/rule_late_desk.txt", context=context,
            key=f"rule-late:{event.pk}:{colleague.pk}",
        )  # fmt: skip
