"""Two at the same moment at the third report of a rule, in a dossier and in none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from matching.blocking.bundle_clock import settle_bundle
from matching.blocking.models import BlockingRule
from matching.blocking.own_clock import settle_own_clock
from matching.blocking.services import add_report, remove_report, start_rule
from matching.models import BundleClock, SupportRequest
from matching.requests.bottlenecks import digest_of_report
from tests.factories.accounts import UserFactory
from tests.matching.test_bottlenecks import PLACES, report
from tests.races import at_once, failures

TODAY = timezone.localdate()


@pytest.fixture
def desk(committed: None, reference: None, nothing_stated: None) -> list[User]:
    return [UserFactory(role="loket"), UserFactory(role="loket")]


def reports(number: int, name: str = "Participatiewet") -> list[SupportRequest]:
    return [report(place, name) for place in PLACES[:number]]


def dossier(gathered: list[SupportRequest], actor: User) -> BlockingRule:
    rule = start_rule(
        request=gathered[0],
        actor=actor,
        name=f"Zoektijd {gathered[0].reference}",
        article="",
        what="Vier weken.",
    )
    for one in gathered[1:]:
        add_report(rule=rule, request=one, actor=actor)
    return rule


def adding(rule: BlockingRule, request: SupportRequest, actor: User) -> Callable[[], Any]:
    return lambda: add_report(rule=rule, request=request, actor=actor)


def started(rule: BlockingRule) -> int:
    return events_of(rule).filter(action="matching.rule_public").count()


def test_third_and_fourth_report_at_once_start_one_clock(desk: list[User], rounds: range) -> None:
    for _ in rounds:
        first, second, third, fourth = reports(4)
        rule = dossier([first, second], desk[0])
        outcomes = at_once(adding(rule, third, desk[0]), adding(rule, fourth, desk[1]))
        assert not failures(outcomes)
        rule.refresh_from_db()
        assert (rule.public_since, started(rule)) == (TODAY, 1)
        url = rule.get_absolute_url()
        assert MailMessage.objects.filter(to=desk[0].email, body__contains=f"{url}\n").count() == 1


def test_second_and_third_gemeente_at_once_start_it_too(desk: list[User], rounds: range) -> None:
    for _ in rounds:
        first, second, third = reports(3)
        rule = dossier([first], desk[0])
        outcomes = at_once(adding(rule, second, desk[0]), adding(rule, third, desk[1]))
        assert not failures(outcomes)
        rule.refresh_from_db()
        assert (rule.public_since, started(rule)) == (TODAY, 1)


def test_report_added_while_another_is_taken_out_leaves_the_clock_that_fits(
    desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        first, second, third, fourth = reports(4)
        rule = dossier([first, second, third], desk[0])
        outcomes = at_once(
            adding(rule, fourth, desk[0]),
            lambda rule=rule, one=first: remove_report(rule=rule, request=one, actor=desk[1]),
        )
        assert not failures(outcomes)
        rule.refresh_from_db()
        assert (rule.reports.count(), rule.public_since) == (3, TODAY)


def test_third_report_beside_the_night_starts_one_clock(desk: list[User], rounds: range) -> None:
    for _ in rounds:
        first, second, third = reports(3)
        rule = dossier([first, second], desk[0])
        outcomes = at_once(
            adding(rule, third, desk[0]),
            lambda pk=rule.pk: settle_own_clock(pk=pk, actor=None, today=TODAY),
        )
        assert not failures(outcomes)
        assert started(rule) == 1


def test_night_of_two_workers_starts_and_tells_once_of_loose_reports(desk: list[User], rounds: range) -> None:
    later = TODAY + timedelta(days=60)
    for number in rounds:
        key = digest_of_report(reports(3, f"Wet {number}")[0].own_answers)
        for day, action in ((TODAY, "matching.rule_bundle_waits"), (later, "matching.rule_bundle_late")):
            outcomes = at_once(*[lambda key=key, day=day: settle_bundle(key=key, today=day)] * 2)
            assert not failures(outcomes)
            clock = BundleClock.objects.get(key=key)
            assert AuditEvent.objects.filter(action=action, target_id=str(clock.pk)).count() == 1


def test_dossier_that_is_made_while_the_night_starts_the_clock_has_one_in_the_end(
    desk: list[User], rounds: range
) -> None:
    for number in rounds:
        gathered = reports(3, f"Wet {number}")
        key = digest_of_report(gathered[0].own_answers)
        outcomes = at_once(
            lambda gathered=gathered: dossier(gathered, desk[0]),
            lambda key=key: settle_bundle(key=key, today=TODAY),
        )
        assert not failures(outcomes)
        rule = BlockingRule.objects.latest("pk")
        assert started(rule) == 1
        settle_bundle(key=key, today=TODAY)
        assert not BundleClock.objects.filter(key=key).exists()
