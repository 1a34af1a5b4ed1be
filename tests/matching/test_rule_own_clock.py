"""From three gemeenten on a dossier is public by itself, with a day by which the loket lays it before a department."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.blocking.models import BlockingRule
from matching.blocking.own_clock import settle_own_clocks
from matching.blocking.services import add_report, answer_rule, remove_report, save_rule
from tests.factories.accounts import UserFactory
from tests.matching.test_bottlenecks import PLACES, report
from tests.matching.test_department_clock import NAME, THERE, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
# Before Easter of 2030: 19 and 22 April do not count.
THIRD_ON, LAY_BY = date(2030, 4, 10), date(2030, 4, 26)
WORDS = "Openbaar sinds 10 april 2030. Het loket legt dit uiterlijk op 26 april 2030 voor aan het departement"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    def stand(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    return stand


def now(rule: BlockingRule) -> BlockingRule:
    return BlockingRule.objects.get(pk=rule.pk)


def public_page() -> str:
    return unescape(Client().get("/loket/knelpunten/").content.decode())


def test_third_gemeente_makes_it_public_and_starts_the_clock(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    rule = rule_of(PLACES[0], PLACES[1], PLACES[1])
    assert now(rule).public_since is None, "three reports of two gemeenten"
    desk = UserFactory(role="loket")
    third = report(PLACES[2], "Participatiewet")
    for _ in range(2):
        add_report(rule=rule, request=third, actor=desk)
    assert (now(rule).public_since, now(rule).lay_before_by) == (THIRD_ON, LAY_BY)
    assert events_of(rule).filter(action="matching.rule_public", actor=desk).count() == 1
    mails = MailMessage.objects.filter(to=desk.email, subject__endswith="is nu openbaar")
    assert mails.count() == 1
    assert WORDS in public_page()
    assert "over tijd" not in public_page()
    add_report(rule=rule, request=report(PLACES[3], "Participatiewet"), actor=desk)
    assert events_of(rule).filter(action="matching.rule_public").count() == 1
    assert WORDS in Client().get("/loket/knelpunten/").content.decode()


def test_page_of_the_loket_adds_a_report_and_shows_the_day(
    on: Callable[[date], None], as_role: Callable[..., Client]
) -> None:
    on(THIRD_ON)
    rule, desk = rule_of(*PLACES[:2]), as_role("loket")
    third = report(PLACES[2], "Participatiewet")
    desk.post(rule.get_absolute_url(), {"doe": "erbij", "verzoek": third.reference})
    for address in (rule.get_absolute_url(), "/loket/regels/"):
        assert WORDS in unescape(desk.get(address).content.decode())


def test_confidential_report_counts_when_its_day_is_over(on: Callable[[date], None]) -> None:
    on(date(2030, 4, 1))
    rule = rule_of(*PLACES[:2])
    third = report(PLACES[2], "Participatiewet", confidential_until="2030-04-09")
    add_report(rule=rule, request=third, actor=UserFactory(role="loket"))
    assert now(rule).public_since is None
    on(date(2030, 4, 9))
    settle_own_clocks()
    assert now(rule).public_since is None, "the day itself is confidential"
    on(THIRD_ON)
    for _ in range(2):
        settle_own_clocks()
    assert now(rule).public_since == THIRD_ON
    assert events_of(rule).filter(action="matching.rule_public", actor=None).count() == 1


def test_report_that_is_taken_out_takes_the_clock_along(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    rule = rule_of(*PLACES[:3])
    first = rule.reports.order_by("pk")[0].request
    remove_report(rule=rule, request=first, actor=UserFactory(role="loket"))
    assert (now(rule).public_since, now(rule).lay_before_by) == (None, None)
    assert WORDS not in public_page()
    on(date(2030, 5, 1))
    add_report(rule=rule, request=first, actor=UserFactory(role="loket"))
    assert now(rule).public_since == date(2030, 5, 1)


def test_loket_hears_once_that_its_day_passed_and_everybody_reads_it(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    rule = rule_of(*PLACES[:3])
    on(LAY_BY)
    settle_own_clocks()
    assert now(rule).own_late_told_at is None, "the day itself is in time"
    on(date(2030, 4, 29))
    for _ in range(2):
        settle_own_clocks()
    assert events_of(rule).filter(action="matching.rule_own_late").count() == 1
    late = MailMessage.objects.filter(subject__endswith="de termijn van het loket is voorbij")
    assert late.count() == len(set(late.values_list("to", flat=True))) > 0
    assert "<strong>1 werkdag over tijd.</strong>" in public_page()


@pytest.mark.parametrize("how", ["laid", "answered", "settled"])
def test_clock_stops_when_the_loket_did_what_it_owes(on: Callable[[date], None], how: str) -> None:
    on(THIRD_ON)
    rule, desk = rule_of(*PLACES[:3]), UserFactory(role="loket")
    if how == "laid":
        save_rule(rule=rule, actor=desk, changes=THERE)
    elif how == "settled":
        save_rule(rule=rule, actor=desk, changes={"state": "lokaal_oplosbaar"})
    else:
        answer_rule(rule=rule, actor=desk, text="Dit mag wel, met een afspraak.")
    assert WORDS not in public_page()
    assert (NAME in public_page()) is (how == "laid")
    on(LAY_BY + timedelta(days=9))
    settle_own_clocks()
    assert not events_of(rule).filter(action="matching.rule_own_late").exists()


def test_dossier_that_lay_there_before_its_third_gemeente_owes_nothing(on: Callable[[date], None]) -> None:
    on(THIRD_ON)
    rule, desk = rule_of(*PLACES[:2]), UserFactory(role="loket")
    save_rule(rule=rule, actor=desk, changes=THERE)
    add_report(rule=rule, request=report(PLACES[2], "Participatiewet"), actor=desk)
    assert now(rule).public_since == THIRD_ON
    assert now(rule).own_clock is None
    assert not MailMessage.objects.filter(subject__endswith="is nu openbaar").exists()


def test_night_asks_the_same_number_of_questions_of_many_dossiers(
    on: Callable[[date], None], django_assert_num_queries: Any
) -> None:
    on(THIRD_ON)
    for article in ("7", "8"):
        rule_of(*PLACES[:3], article=article)
    with django_assert_num_queries(1):
        settle_own_clocks()
