"""A dossier becomes public with its third gemeente, and then has a day by which the loket lays it before a department."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from matching.blocking.models import BlockingRule
from matching.models import BundleClock, SupportRequest
from matching.requests.bottlenecks import PUBLIC_FROM, digest_of_report
from matching.requests.department_clock import OwnClock, own_answer_day
from matching.requests.selectors import counted_requests
from matching.requests.services.notify import find_desk


@nightly("matching.own_clocks")
def settle_own_clocks() -> None:
    """Repeatable: each in a transaction of its own. What nobody did something for: a report that is confidential no more, or
    that went along with another request, and a day that passed."""
    today = timezone.localdate()
    counted = Count("reports__request__gemeente", filter=_counted(), distinct=True)
    rules = BlockingRule.objects.annotate(counted=counted)
    due = rules.filter(
        Q(counted__gte=PUBLIC_FROM, public_since=None)
        | Q(counted__lt=PUBLIC_FROM, public_since__isnull=False)
        | Q(lay_before_by__lt=today, own_late_told_at=None)
    )
    run_one_by_one(
        due.order_by("pk").values_list("pk", flat=True),
        lambda pk: settle_own_clock(pk=pk, actor=None, today=today),
        name="matching.own_clocks",
    )


@transaction.atomic
def settle_own_clock(*, pk: int, actor: User | None, today: date) -> None:
    """Repeatable. With three gemeenten it is public and its clock starts, with fewer it is not and the clock is gone; of a day
    that passed the loket hears once. After the reports are changed, whose requests are locked before."""
    fresh = BlockingRule.objects.select_for_update().get(pk=pk)
    is_public = _count_gemeenten(fresh) >= PUBLIC_FROM
    if is_public and fresh.public_since is None:
        _start(fresh, actor, today)
    elif not is_public and fresh.public_since is not None:
        _set(fresh, None, None, told=None)
        audit.record(actor=actor, action="matching.rule_not_public", target=fresh)
    elif (clock := fresh.own_clock) and clock.lay_by < today and fresh.own_late_told_at is None:
        _tell_late(fresh, clock)


def _counted() -> Q:
    return Q(reports__request__in=counted_requests().order_by().values("pk"))


def _count_gemeenten(rule: BlockingRule) -> int:
    """As the public list counts: without what is confidential."""
    counted = counted_requests().filter(rule_report__rule=rule)
    return counted.order_by().values("gemeente").distinct().count()


def _start(fresh: BlockingRule, actor: User | None, today: date) -> None:
    waited = _clock_before(fresh)
    since, due = (waited.since, waited.lay_by) if waited else (today, own_answer_day(today))
    _set(fresh, since, due, told=waited.late_told_at if waited else None)
    event = audit.record(
        actor=actor, action="matching.rule_public", target=fresh,
        data={"due": due.isoformat()},
    )  # fmt: skip
    # Of one that lies at a department already, or was answered, nothing is owed.
    if fresh.own_clock is not None:
        _tell(fresh, due, "mail/rule_public_desk.txt", f"rule-public:{event.pk}")


def _clock_before(fresh: BlockingRule) -> BundleClock | None:
    """That ran for its reports while they stood in no dossier: making one gives no new days."""
    reports = SupportRequest.objects.filter(rule_report__rule=fresh)
    keys = {digest_of_report(own) for own in reports.order_by().values_list("own_answers", flat=True)}
    return BundleClock.objects.filter(key__in=keys).order_by("since", "pk").first()


def _tell_late(fresh: BlockingRule, clock: OwnClock) -> None:
    fresh.own_late_told_at = timezone.now()
    fresh.save(update_fields=["own_late_told_at"])
    event = audit.record(
        actor=None, action="matching.rule_own_late", target=fresh,
        data={"due": clock.lay_by.isoformat()},
    )  # fmt: skip
    _tell(fresh, clock.lay_by, "mail/rule_own_late_desk.txt", f"rule-own-late:{event.pk}")


def _set(fresh: BlockingRule, since: date | None, by: date | None, *, told: datetime | None) -> None:
    fresh.public_since, fresh.lay_before_by, fresh.own_late_told_at = since, by, told
    fresh.save(update_fields=["public_since", "lay_before_by", "own_late_told_at"])


def _tell(fresh: BlockingRule, due: date, template: str, key: str) -> None:
    """A dossier has no owner: the whole loket hears of it."""
    context = {
        "rule": str(fresh), "due": date_format(due, "j F Y"), "number": PUBLIC_FROM,
        "url": f"{settings.BASE_URL}{fresh.get_absolute_url()}",
    }  # fmt: skip
    for colleague in find_desk():
        queue_mail(to=colleague.email, template=template, context=context, key=f"{key}:{colleague.pk}")
