"""Three gemeenten report the same rule and nobody makes one dossier of it: the same clock runs, and the loket hears of it."""

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from krachtwijken.core.audit import events_of
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from matching.blocking.bundle_clock import settle_bundles
from matching.blocking.models import BlockingRule
from matching.blocking.own_clock import settle_own_clocks
from matching.blocking.services import add_report, start_rule
from matching.models import BundleClock, SupportRequest
from tests.factories.accounts import UserFactory
from tests.matching.test_bottlenecks import PLACES, report
from tests.matching.test_rule_own_clock import LAY_BY, THIRD_ON, WORDS, on, public_page

__all__ = ["on"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
NAMES = ("Participatiewet", "de participatiewet", "Participatie-wet.")
NEW = "3 gemeenten meldden dezelfde regel"
LATE = "De termijn voor een regel van 3 gemeenten is voorbij"


def reports_of(number: int) -> list[SupportRequest]:
    return [report(place, name, "7") for place, name in zip(PLACES[:number], NAMES, strict=False)]


def gather(reports: list[SupportRequest], name: str = "Zoektijd in de bijstand") -> BlockingRule:
    desk = UserFactory(role="loket")
    rule = start_rule(request=reports[0], actor=desk, name=name, article="", what="Vier weken.")
    for one in reports[1:]:
        add_report(rule=rule, request=one, actor=desk)
    return BlockingRule.objects.get(pk=rule.pk)


def mails(subject: str) -> int:
    return MailMessage.objects.filter(subject=subject).count()


def test_third_loose_report_starts_the_clock_and_the_loket_hears_once(
    on: Callable[[date], None], as_role: Callable[..., Client]
) -> None:
    on(THIRD_ON)
    desk = as_role("loket")
    reports_of(2)
    report(PLACES[1], NAMES[0])
    settle_bundles()
    assert not BundleClock.objects.exists(), "three reports of two gemeenten"
    report(PLACES[2], NAMES[2])
    for _ in range(2):
        settle_bundles()
    clock = BundleClock.objects.get()
    assert (clock.since, clock.lay_by) == (THIRD_ON, LAY_BY)
    assert mails(NEW) == 1
    assert AuditEvent.objects.filter(action="matching.rule_bundle_waits", actor=None).count() == 1
    for page in (public_page(), unescape(desk.get("/loket/regels/").content.decode())):
        assert WORDS in page
    assert "De meldingen staan nog niet in één dossier" in desk.get("/loket/regels/").content.decode()


def test_nothing_of_a_gemeente_goes_with_it(on: Callable[[date], None]) -> None:
    """No mail, trail or row tells how they wrote it; on the list stands what stood there before: the name that most gave it."""
    on(THIRD_ON)
    UserFactory(role="loket")
    reports_of(3)
    before = MailMessage.objects.count()
    settle_bundles()
    (mail,) = MailMessage.objects.order_by("pk")[before:]
    assert "articipatie" not in mail.subject + mail.body
    assert "Dit mag niet." not in public_page()
    assert "articipatie" not in str(list(BundleClock.objects.values()))
    assert "articipatie" not in str(
        list(AuditEvent.objects.filter(action__startswith="matching.rule_bundle").values())
    )


def test_loket_hears_once_that_the_day_passed(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    UserFactory(role="loket")
    reports_of(3)
    settle_bundles()
    on(LAY_BY)
    settle_bundles()
    assert mails(LATE) == 0, "the day itself is in time"
    on(date(2030, 4, 29))
    for _ in range(2):
        settle_bundles()
    assert mails(LATE) == 1
    assert "<strong>1 werkdag over tijd.</strong>" in public_page()


def test_dossier_goes_on_with_the_days_that_ran(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    reports = reports_of(3)
    settle_bundles()
    on(date(2030, 4, 29))
    settle_bundles()
    rule = gather(reports)
    assert (rule.public_since, rule.lay_before_by) == (THIRD_ON, LAY_BY)
    assert rule.own_late_told_at is not None, "the loket heard so already"
    late = "de termijn van het loket is voorbij"
    for _ in range(2):
        settle_bundles()
        settle_own_clocks()
    assert not BundleClock.objects.exists()
    assert AuditEvent.objects.filter(action="matching.rule_bundle_gone").count() == 1
    assert not MailMessage.objects.filter(subject__endswith=late, subject__startswith="Knelpunt").exists()
    assert not events_of(rule).filter(action="matching.rule_own_late").exists()
    assert "Zoektijd in de bijstand" in public_page()


def test_clock_runs_on_while_the_dossier_has_not_all_of_them(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    reports = reports_of(3)
    settle_bundles()
    gather(reports[:1])
    settle_bundles()
    assert BundleClock.objects.count() == 1
    gather(reports[1:2], "Vermogen in de bijstand")
    gather(reports[2:], "Samen wonen in de bijstand")
    settle_bundles()
    assert not BundleClock.objects.exists(), "the loket said of each that it is another rule"


def test_clock_goes_with_a_report_that_became_another(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    reports = reports_of(3)
    settle_bundles()
    SupportRequest.objects.filter(pk=reports[0].pk).update(kind="kennisvraag")
    settle_bundles()
    assert not BundleClock.objects.exists()
    assert WORDS not in public_page()


def test_report_that_is_confidential_counts_when_its_day_is_over(on: Callable[[date], None]) -> None:
    on(date(2030, 4, 1))
    reports_of(2)
    report(PLACES[2], NAMES[2], confidential_until="2030-04-09")
    settle_bundles()
    assert not BundleClock.objects.exists()
    on(THIRD_ON)
    settle_bundles()
    assert BundleClock.objects.get().since == THIRD_ON


def test_late_report_beside_a_public_dossier_starts_nothing(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    gather(reports_of(3))
    report(PLACES[3], NAMES[0])
    settle_bundles()
    assert not BundleClock.objects.exists()


def test_public_list_takes_the_same_queries_for_few_and_many(
    on: Callable[[date], None], django_assert_num_queries: Any
) -> None:
    from matching.requests.bottlenecks import public_bottlenecks

    on(THIRD_ON)
    reports_of(3)
    for name in ("Jeugdwet", "Wmo"):
        for place in PLACES[:3]:
            report(place, name)
    settle_bundles()
    with django_assert_num_queries(2):
        assert len(public_bottlenecks()) == 3
