"""Before a joint session: one reminder, an entry for a calendar, and who of a gemeente comes."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from krachtwijken.core.audit import events_of
from matching.joint.calendar import calendar_of
from matching.joint.models import JointMember, JointQuestion
from matching.joint.reminding import remind_of_session, remind_of_sessions
from matching.joint.services import forget_joint_questions, remove_link
from matching.joint.settling import settle_joint
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.forgetting import TEXTS_KEPT
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.matching.test_joint import words
from tests.matching.test_joint_session import (
    AWAY,
    COMES,
    NOTE,
    PLACE,
    TITLE,
    day,
    desk,
    plan,
    reply,
    seen,
    three,
)

__all__ = ["desk", "three", "words"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
WITH = {"people": "2", "functions": "Wijkmanager en beleidsadviseur wonen"}


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    def stand(when: date) -> None:
        night = datetime(when.year, when.month, when.day, 3, tzinfo=ZoneInfo("Europe/Amsterdam"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: night)

    return stand


def entry(request: SupportRequest) -> list[str]:
    """Its lines, as a calendar reads them: what was folded is one line again."""
    response = client_of(request.created_by).get(f"{request.get_absolute_url()}sessie/agenda.ics")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def named(lines: list[str], name: str) -> str:
    (found,) = [line for line in lines if line.startswith(name)]
    return found[len(name) :].lstrip(":;")


def test_entry_holds_when_where_and_the_way_to_the_page(three: list[SupportRequest], desk: Any) -> None:
    one = three[0]
    plan(
        desk,
        session_on=date(2030, 7, 1),
        place="Stadhuis; zaal 2, of https://overleg.example.org/" + "é" * 60,
    )
    lines = entry(one)
    assert named(lines, "SUMMARY") == f"Gezamenlijke sessie: {TITLE}"
    assert named(lines, "LOCATION").startswith("Stadhuis\\; zaal 2\\, of https://")
    assert named(lines, "LOCATION").endswith("é" * 60)
    assert (named(lines, "DTSTART"), named(lines, "DTEND")) == ("20300701T123000Z", "20300701T133000Z")
    assert named(lines, "URL").endswith(f"{one.get_absolute_url()}sessie/")
    assert NOTE not in "".join(lines)
    plan(desk, session_on=date(2030, 12, 2))
    assert named(entry(one), "DTSTART") == "20301202T133000Z", "after the change of clocks"
    plan(desk, session_on=date(2030, 12, 2), session_time=None)
    assert named(entry(one), "DTSTART") == "VALUE=DATE:20301202"
    assert named(entry(one), "DTEND") == "VALUE=DATE:20301203"


def test_moved_session_is_the_same_entry_with_a_higher_number(three: list[SupportRequest], desk: Any) -> None:
    first = entry(three[0])
    plan(desk, note="Ook over geld.")
    assert named(entry(three[0]), "SEQUENCE") == named(first, "SEQUENCE"), "words move nothing"
    for changed in ({"session_on": day(21)}, {"session_on": day(21), "place": "Online"}):
        before = entry(three[0])
        plan(desk, **changed)
        after = entry(three[0])
        assert named(after, "UID") == named(before, "UID") == named(entry(three[1]), "UID")
        assert int(named(after, "SEQUENCE")) == int(named(before, "SEQUENCE")) + 1


def test_session_that_is_off_has_no_entry_and_the_mail_says_to_take_it_out(
    three: list[SupportRequest], desk: Any, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    one, two, last = three
    run_outbox()
    mailoutbox.clear()
    plan(desk, session_on=None, session_time=None, place="", note="Het lukt niet.")
    address = f"{one.get_absolute_url()}sessie/agenda.ics"
    assert client_of(one.created_by).get(address).status_code == 302
    run_outbox()
    assert len(mailoutbox) == 3
    assert all("gaat niet door" in mail.subject for mail in mailoutbox)
    assert all("Haal die daar dan uit." in mail.body for mail in mailoutbox)
    plan(desk)
    number = JointQuestion.objects.get().plan_number
    SupportRequest.objects.filter(pk__in=(two.pk, last.pk)).update(status=RequestStatus.AFGEROND)
    settle_joint(pk=two.pk)
    assert client_of(one.created_by).get(address).status_code == 302
    plan(desk)
    assert int(named(entry(one), "SEQUENCE")) > number
    remove_link(request=one, actor=desk)
    assert client_of(one.created_by).get(address).status_code == 302


def test_first_invitation_and_another_day_say_so_in_the_mail(
    three: list[SupportRequest], desk: Any, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    run_outbox()
    invited = [mail for mail in mailoutbox if "komt u ook" in mail.subject]
    assert all("sessie/agenda.ics" in mail.body for mail in invited)
    assert not any("Open deze link dan opnieuw" in mail.body for mail in invited)
    mailoutbox.clear()
    plan(desk, session_on=day(21))
    run_outbox()
    assert len([mail for mail in mailoutbox if "Open deze link dan opnieuw" in mail.body]) == 3


def test_entry_is_of_its_own_gemeente_only(three: list[SupportRequest], desk: Any) -> None:
    one, two, _ = three
    address = f"{one.get_absolute_url()}sessie/agenda.ics"
    for actor in (desk, two.created_by, UserFactory(role="accountmanager")):
        assert client_of(actor).get(address).status_code in {403, 404}
    assert Client().get(address).status_code == 302
    assert client_of(one.created_by).post(address).status_code == 405


def test_reminder_goes_once_three_working_days_before_to_who_may_come(
    three: list[SupportRequest],
    desk: Any,
    on: Callable[[date], None],
    run_outbox: Callable[[], int],
    mailoutbox: list[Any],
) -> None:
    one, two, last = three
    on(date(2030, 3, 1))
    # Good Friday and Easter Monday lie between: three working days before it is the Tuesday.
    plan(desk, session_on=date(2030, 4, 23), session_time=time(14, 30))
    reply(one, COMES)
    reply(two, AWAY)
    run_outbox()
    mailoutbox.clear()
    on(date(2030, 4, 15))
    remind_of_sessions()
    run_outbox()
    assert mailoutbox == []
    on(date(2030, 4, 16))
    for _ in range(2):
        remind_of_sessions()
        remind_of_session(pk=JointQuestion.objects.get().pk, today=timezone.localdate())
    run_outbox()
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert len(mailoutbox) == 2
    assert one.created_by is not None
    assert last.created_by is not None
    assert "U komt." in told[one.created_by.email]
    assert "Wij weten nog niet of u komt." in told[last.created_by.email]
    assert all("14:30 uur" in body and "agenda.ics" in body and PLACE not in body for body in told.values())
    mailoutbox.clear()
    plan(desk, session_on=date(2030, 5, 14))
    SupportRequest.objects.filter(pk=last.pk).update(status=RequestStatus.AFGEROND)
    on(date(2030, 5, 13))
    remind_of_sessions()
    run_outbox()
    reminded = [mail.to[0] for mail in mailoutbox if "is bijna" in mail.subject]
    assert two.created_by is not None
    assert sorted(reminded) == sorted([one.created_by.email, two.created_by.email]), "another day asks anew"


def test_nobody_is_reminded_on_the_day_after_the_invitation_or_of_what_is_off(
    three: list[SupportRequest], desk: Any, on: Callable[[date], None]
) -> None:
    joint = JointQuestion.objects.get()
    on(date(2030, 4, 8))
    plan(desk, session_on=date(2030, 4, 10))
    on(date(2030, 4, 9))
    remind_of_sessions()
    assert not events_of(joint).filter(action="matching.session_reminded").exists()
    plan(desk, session_on=None, session_time=None, place="", note="Het lukt niet.")
    remind_of_session(pk=joint.pk, today=date(2030, 4, 9))
    remind_of_session(pk=0, today=date(2030, 4, 9))
    assert not events_of(joint).filter(action="matching.session_reminded").exists()


def test_gemeente_says_who_comes_by_function_and_only_the_loket_reads_it(
    three: list[SupportRequest], desk: Any, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    one, two, _ = three
    client, address = client_of(one.created_by), f"{one.get_absolute_url()}sessie/"
    sent = {"reply": "komt", "shows_name": "on", "versie": seen()}
    wrong = [
        ({}, "Vul in met hoeveel mensen u komt."),
        ({**WITH, "people": "0"}, "Kies 1 of meer."),
        ({**WITH, "people": "21"}, "Kies hoogstens 20."),
        ({**WITH, "functions": ""}, "Schrijf welke functies er komen."),
        ({**WITH, "functions": "mevrouw De Vries"}, "Schrijf een functie, geen naam."),
    ]
    for changed, why in wrong:
        refused = client.post(address, {**sent, **changed})
        assert refused.status_code == 422, changed
        assert why in unescape(refused.content.decode())
    assert client.post(address, {**sent, **WITH}).status_code == 302
    words_ = "met 2 mensen (Wijkmanager en beleidsadviseur wonen)"
    assert words_ in " ".join(unescape(client.get(address).content.decode()).split())
    reply(two, COMES, shows_name=True)
    assert (
        "Wijkmanager"
        not in client_of(two.created_by).get(f"{two.get_absolute_url()}sessie/").content.decode()
    )
    told = client_of(desk).get(f"/loket/werkvoorraad/{one.reference}/verband/").content.decode()
    assert words_ in " ".join(unescape(told).split())
    run_outbox()
    assert not any("Wijkmanager" in mail.body for mail in mailoutbox)
    assert client.post(address, {**sent, **WITH, "people": "3"}).status_code == 302
    assert JointMember.objects.get(request=one).people == 3
    assert client.post(address, {**sent, **WITH, "reply": "komt_niet"}).status_code == 302
    member = JointMember.objects.get(request=one)
    assert (member.people, member.functions) == (None, ""), "who stays away brings nobody"


def test_who_comes_is_asked_again_with_the_day_and_forgotten_with_the_words(
    three: list[SupportRequest], desk: Any
) -> None:
    reply(three[0], COMES, people=2, functions="wijkmanager")
    plan(desk, place="Online")
    assert JointMember.objects.filter(people=2, functions="wijkmanager").exists()
    SupportRequest.objects.update(
        status=RequestStatus.AFGEROND, status_since=timezone.now() - TEXTS_KEPT - timedelta(days=1)
    )
    assert forget_joint_questions() == 1
    member = JointMember.objects.get(request=three[0])
    assert (member.people, member.functions) == (2, "")
    SupportRequest.objects.update(status=RequestStatus.IN_BEHANDELING)
    plan(desk, session_on=day(30))
    member.refresh_from_db()
    assert (member.reply, member.people) == ("", None)


def test_title_of_several_lines_is_one_line_of_the_entry() -> None:
    joint = JointQuestion(pk=3, title="Rust\r\nop straat", session_on=date(2030, 4, 23), plan_number=2)
    lines = calendar_of(joint, url="https://example.org/").decode().split("\r\n")
    assert "SUMMARY:Gezamenlijke sessie: Rust\\nop straat" in lines
