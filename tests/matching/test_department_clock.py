"""The clock of a rule that blocks towards its department: public, told when it passes, stopped by the answer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from krachtwijken.core.audit import events_of
from matching.blocking.late import tell_late_rule, tell_late_rules
from matching.blocking.models import BlockingRule
from matching.blocking.services import add_report, save_rule, start_rule
from matching.requests.bottlenecks import public_bottlenecks
from matching.requests.department_clock import DepartmentClock
from tests.factories.accounts import UserFactory
from tests.matching.test_bottlenecks import PLACES, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
# Before Easter of 2030 (21 April), which with King's Day and Liberation Day makes a term of thirty working days longer.
PUT_ON, EXPECTED = date(2030, 4, 1), date(2030, 5, 15)
NAME = "Ministerie van Sociale Zaken"
THERE = {"state": "bij_departement", "department": NAME}


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    def stand(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    return stand


def rule_of(*places: str, article: str = "7") -> BlockingRule:
    desk = UserFactory(role="loket")
    first, *rest = [report(place, "Participatiewet") for place in places]
    rule = start_rule(request=first, actor=desk, name="Participatiewet", article=article, what="Zoektijd.")
    for one in rest:
        add_report(rule=rule, request=one, actor=desk)
    return rule


def save(rule: BlockingRule, **changes: Any) -> BlockingRule:
    return save_rule(rule=rule, actor=UserFactory(role="loket"), changes=changes)


def days_of(rule: BlockingRule) -> tuple[date | None, date | None, date | None]:
    return rule.department_since, rule.answer_expected, rule.department_until


def test_state_starts_and_stops_the_clock_in_working_days(on: Callable[[date], None]) -> None:
    on(PUT_ON)
    rule = rule_of(PLACES[0])
    assert rule.clock is None
    rule = save(rule, **THERE)
    assert days_of(rule) == (PUT_ON, EXPECTED, None)
    assert days_of(save(rule, route="Een afspraak.")) == (PUT_ON, EXPECTED, None)
    on(EXPECTED)
    assert rule.clock is not None
    assert rule.clock.days_over == 0
    on(date(2030, 5, 20))
    assert rule.clock.days_over == 3, "Thursday, Friday and Monday"
    rule = save(rule, state="wijziging")
    assert days_of(rule) == (PUT_ON, EXPECTED, date(2030, 5, 20))
    on(date(2030, 8, 1))
    assert rule.clock is not None
    assert (rule.clock.days_over, rule.clock.days_taken) == (3, 33), "it stands still"


def test_clock_that_begins_again_begins_anew_only_when_its_days_are_others(
    on: Callable[[date], None],
) -> None:
    on(PUT_ON)
    rule = save(save(rule_of(PLACES[0]), **THERE), state="geduid")
    on(date(2030, 6, 3))
    assert days_of(save(rule, state="bij_departement")) == (PUT_ON, EXPECTED, None)
    again = save(save(rule, state="geduid"), department_since=None, answer_expected=None, **THERE)
    assert again.department_since == date(2030, 6, 3)


def test_dossier_that_lay_there_before_the_clock_was_made_gets_no_day_by_itself() -> None:
    rule = rule_of(PLACES[0])
    BlockingRule.objects.update(state="bij_departement", department="SZW")
    assert days_of(save(rule, route="Een afspraak.")) == (None, None, None)
    tell_late_rules()
    assert public_bottlenecks() == []


def test_public_dossier_says_since_when_where_and_how_late(
    client: Client, on: Callable[[date], None]
) -> None:
    on(PUT_ON)
    rule = save(rule_of(*PLACES[:2]), **THERE)
    assert NAME not in client.get("/loket/knelpunten/").content.decode(), "of two gemeenten it is not public"
    add_report(rule=rule, request=report(PLACES[2], "Participatiewet"), actor=UserFactory(role="loket"))
    told = unescape(client.get("/loket/knelpunten/").content.decode())
    words = f"Ligt sinds 1 april 2030 bij {NAME}. Antwoord verwacht uiterlijk op 15 mei 2030."
    assert words in told
    assert "over tijd" not in told
    on(date(2030, 5, 16))
    assert f"{words} <strong>1 werkdag over tijd.</strong>" in unescape(
        client.get("/loket/knelpunten/").content.decode()
    )
    save(rule, state="opgelost")
    told = unescape(client.get("/loket/knelpunten/").content.decode())
    assert f"Lag van 1 april 2030 tot 16 mei 2030 bij {NAME} (31 werkdagen, 1 over tijd)." in told
    assert "Ligt sinds" not in told


def test_loket_hears_once_when_the_day_passed(
    on: Callable[[date], None], run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    on(PUT_ON)
    rule = save(rule_of(PLACES[0]), **THERE)
    run_outbox()
    mailoutbox.clear()
    on(EXPECTED)
    tell_late_rules()
    assert not events_of(rule).filter(action="matching.rule_late").exists(), "the day itself is in time"
    on(EXPECTED + timedelta(days=1))
    for _ in range(2):
        tell_late_rules()
        tell_late_rule(pk=rule.pk, today=timezone.localdate())
    run_outbox()
    assert events_of(rule).filter(action="matching.rule_late").count() == 1
    late = [mail for mail in mailoutbox if "het departement is te laat" in mail.subject]
    assert len({mail.to[0] for mail in late}) == len(late) > 0
    for words in (NAME, "1 april 2030", "15 mei 2030", rule.get_absolute_url()):
        assert words in late[0].body
    save(rule, answer_expected=date(2030, 6, 3))
    on(date(2030, 6, 4))
    tell_late_rules()
    assert events_of(rule).filter(action="matching.rule_late").count() == 2, "of another day, once more"


def test_nobody_hears_of_what_was_answered(on: Callable[[date], None]) -> None:
    on(PUT_ON)
    rule = save(save(rule_of(PLACES[0]), **THERE), state="blijft")
    on(EXPECTED + timedelta(days=9))
    tell_late_rules()
    tell_late_rule(pk=rule.pk, today=timezone.localdate())
    assert not events_of(rule).filter(action="matching.rule_late").exists()


def test_form_starts_the_clock_and_refuses_what_does_not_fit(as_role: Callable[..., Client]) -> None:
    rule, desk, today = rule_of(PLACES[0]), as_role("loket"), timezone.localdate()
    sent = {
        "doe": "bewaar", "name": "Participatiewet", "article": "7", "what": "De zoektijd.", "route": "",
        "department": NAME, "state": "bij_departement",
    }  # fmt: skip
    day = timedelta(days=1)
    wrong: list[tuple[dict[str, str], str]] = [
        ({"department": ""}, "Bij welk departement ligt het?"),
        ({"department": "Ministerie van Arnhem"}, "Haal weg: “Arnhem”"),
        ({"department_since": (today + day).isoformat()}, "Kies vandaag of een dag in de laatste tien jaar."),
        (
            {"answer_expected": today.isoformat()},
            "Kies een dag na de dag waarop het naar het departement ging",
        ),
        ({"department_until": today.isoformat()}, "Het ligt nog bij het departement."),
        ({"state": "geduid", "department_until": today.isoformat()}, "Vul ook in sinds wanneer"),
        ({"department_since": "gisteren"}, "Dit is geen datum die wij kennen."),
        (
            {
                "state": "opgelost",
                "department_since": (today - day).isoformat(),
                "department_until": (today + day).isoformat(),
            },
            "tot en met vandaag",
        ),
    ]
    for changed, why in wrong:
        refused = desk.post(rule.get_absolute_url(), {**sent, **changed})
        assert refused.status_code == 422, changed
        assert why in unescape(refused.content.decode())
    rule.refresh_from_db()
    assert rule.department_since is None
    for _ in range(2):
        assert desk.post(rule.get_absolute_url(), sent).status_code == 302
    rule.refresh_from_db()
    assert (rule.department_since, rule.department_until) == (today, None)
    assert "Ligt sinds" in desk.get(rule.get_absolute_url()).content.decode()
    assert "Ligt sinds" in desk.get("/loket/regels/").content.decode()


def test_old_dossier_asks_since_when(as_role: Callable[..., Client]) -> None:
    rule, desk = rule_of(PLACES[0]), as_role("loket")
    BlockingRule.objects.update(state="bij_departement", department="SZW")
    sent = {"doe": "bewaar", "name": "Participatiewet", "article": "7", "what": "De zoektijd.", **THERE}
    refused = desk.post(rule.get_absolute_url(), sent)
    assert "Sinds wanneer ligt het daar?" in refused.content.decode()


def test_day_of_an_answer_before_the_term_is_not_late() -> None:
    clock = DepartmentClock(NAME, PUT_ON, EXPECTED, date(2030, 4, 1))
    assert (clock.days_over, clock.days_taken) == (0, 0)
