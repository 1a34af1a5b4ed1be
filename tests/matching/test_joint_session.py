"""A joint session: planned by the loket, answered by each gemeente on its own page, and no gemeente reads of another what that
one did not open."""

from collections.abc import Callable
from datetime import time, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import assign_account_manager
from krachtwijken.core.audit import events_of
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.joint.enums import SessionReply
from matching.joint.forms import SessionForm
from matching.joint.models import JointMember, JointQuestion
from matching.joint.replying import reply_to_session
from matching.joint.selectors import session_plan_of, session_shown
from matching.joint.services import link_request, note_session, remove_link
from matching.joint.settling import settle_joint
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.matching.test_joint import TITLE, asked_in, words

__all__ = ["words"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
PLACE = "Stadhuis, zaal 3"
NOTE = "Over jongeren zonder school."
COMES, AWAY = SessionReply.COMES, SessionReply.STAYS_AWAY


def day(later: int = 14) -> Any:
    return timezone.localdate() + timedelta(days=later)


@pytest.fixture
def desk() -> User:
    user: User = UserFactory(role="loket")
    return user


@pytest.fixture
def three(desk: User) -> list[SupportRequest]:
    """Of three gemeenten, linked, with a session planned."""
    requests = [asked_in(place) for place in ("arnhem", "nijmegen", "utrecht")]
    for other in requests[1:]:
        link_request(request=requests[0], other=other, actor=desk, title=TITLE)
    plan(desk)
    return requests


def plan(desk: User, **changed: Any) -> JointQuestion:
    values = {"note": NOTE, "session_on": day(), "session_time": time(14, 30), "place": PLACE, **changed}
    return note_session(joint=JointQuestion.objects.get(), actor=desk, **values)


def seen() -> str:
    return mark_of_values(session_plan_of(JointQuestion.objects.get()))


def reply(
    request: SupportRequest, answer: SessionReply, *, shows_name: bool = False, **who: Any
) -> JointMember:
    assert request.created_by is not None
    return reply_to_session(
        request=request, actor=request.created_by, reply=answer, shows_name=shows_name, seen=seen(), **who
    )


def page_of(request: SupportRequest) -> str:
    address = f"{request.get_absolute_url()}sessie/"
    return unescape(client_of(request.created_by).get(address).content.decode())


def test_loket_plans_and_each_gemeente_is_invited_to_its_own_page(
    as_role: Callable[..., Client], run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    desk, (one, two) = as_role("loket"), (asked_in("arnhem"), asked_in("nijmegen"))
    link_request(request=one, other=two, actor=desk.user, title=TITLE)
    address = f"/loket/werkvoorraad/{one.reference}/verband/"
    sent = {
        "doe": "sessie",
        "note": NOTE,
        "session_on": day().isoformat(),
        "session_time": "14:30",
        "place": PLACE,
    }
    refused = desk.post(address, {**sent, "session_on": ""})
    assert refused.status_code == 422
    assert "Kies ook de dag van de sessie." in refused.content.decode()
    assert desk.post(address, {**sent, "session_time": "half drie"}).status_code == 422
    for _ in range(2):
        assert desk.post(address, sent).status_code == 302
    run_outbox()
    invited = {mail.to[0]: mail.body for mail in mailoutbox if "komt u ook" in mail.subject}
    assert set(invited) == {one.created_by.email, two.created_by.email}
    assert len([mail for mail in mailoutbox if "komt u ook" in mail.subject]) == 2, "once"
    body = invited[one.created_by.email]
    assert f"{one.get_absolute_url()}sessie/" in body
    assert "14:30 uur" in body
    for hidden in (PLACE, NOTE, two.reference, "Nijmegen"):
        assert hidden not in body
    told = page_of(one)
    for words_ in (TITLE, NOTE, PLACE, "14:30 uur", "Laat weten of u komt"):
        assert words_ in told
    assert (
        f"{one.get_absolute_url()}sessie/"
        in client_of(one.created_by).get(one.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize(
    ("later", "clock", "field", "why"),
    [
        (-1, "23:59", "session_on", "Kies vandaag of een dag die nog komt."),
        (0, "00:00", "session_time", "Dit tijdstip is vandaag al voorbij."),
        (732, "14:30", "session_on", "Kies een dag binnen twee jaar."),
        (731, "14:30", None, ""),
        (1, "00:00", None, ""),
    ],
    ids=["yesterday", "hour past", "too far", "two years", "tomorrow"],
)
def test_moment_is_to_come_and_within_two_years(later: int, clock: str, field: str | None, why: str) -> None:
    form = SessionForm({"note": NOTE, "session_on": day(later).isoformat(), "session_time": clock})
    assert list(form.errors) == ([field] if field else [])
    assert why in str(form.errors)


def test_plan_that_is_saved_unchanged_mails_nobody_and_says_so(
    three: list[SupportRequest], desk: User, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    run_outbox()
    mailoutbox.clear()
    address, client = f"/loket/werkvoorraad/{three[0].reference}/verband/", client_of(desk)
    sent = {"doe": "sessie", "note": NOTE, "session_on": day().isoformat(), "session_time": "14:30"}
    sent |= {"place": PLACE, "versie": seen()}
    told = client.post(address, sent, follow=True).content.decode()
    assert "U veranderde niets. De gemeenten krijgen daarom geen mail." in told
    run_outbox()
    assert mailoutbox == []
    told = client.post(address, {**sent, "place": "Online"}, follow=True).content.decode()
    assert "De gemeenten krijgen een mail." in told
    run_outbox()
    assert len(mailoutbox) == len(three)


def test_gemeente_answers_changes_its_mind_and_the_loket_reads_it(
    three: list[SupportRequest],
    as_role: Callable[..., Client],
    run_outbox: Callable[[], int],
    mailoutbox: list[Any],
) -> None:
    one = three[0]
    client, address = client_of(one.created_by), f"{one.get_absolute_url()}sessie/"
    assert client.post(address, {"versie": seen()}).status_code == 422
    sent = {"reply": "komt", "shows_name": "on", "versie": seen(), "people": "2", "functions": "wijkmanager"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    member = JointMember.objects.get(request=one)
    assert (member.reply, member.shows_name) == (COMES, True)
    assert "Uw antwoord" in page_of(one)
    assert "Uw antwoord: wij komen." in client.get(one.get_absolute_url()).content.decode()
    desk = as_role("loket")
    told = desk.get(f"/loket/werkvoorraad/{one.reference}/verband/").content.decode()
    assert "Wij komen, met 2 mensen (wijkmanager) (laat de naam zien)" in " ".join(told.split())
    assert told.count("Nog geen antwoord") == 2
    assert client.post(address, {**sent, "reply": "komt_niet"}).status_code == 302
    member.refresh_from_db()
    assert (member.reply, member.shows_name) == (AWAY, False), "who stays away shows no name"
    assert [event.data["reply"] for event in events_of(one).filter(action="matching.session_reply")] == [
        "komt", "komt_niet",
    ]  # fmt: skip
    assert (
        "liet weten of zij naar de gezamenlijke sessie komt"
        in client.get(one.get_absolute_url()).content.decode()
    )
    run_outbox()
    heard = [mail.subject for mail in mailoutbox if "naar de gezamenlijke sessie" in mail.subject]
    assert any("Arnhem komt naar" in subject for subject in heard)
    assert any("Arnhem komt niet naar" in subject for subject in heard)


def test_names_are_read_by_who_comes_and_opened_the_own_name_too(three: list[SupportRequest]) -> None:
    arnhem, nijmegen, utrecht = three
    reply(nijmegen, COMES, shows_name=True)
    reply(utrecht, COMES)
    for shows_name in (None, False):
        if shows_name is not None:
            reply(arnhem, COMES, shows_name=shows_name)
        told = page_of(arnhem)
        assert "2 andere gemeenten" in told
        assert "Nijmegen" not in told, "the own name is not open"
    reply(arnhem, COMES, shows_name=True)
    told = page_of(arnhem)
    assert "Nijmegen" in told
    for hidden in ("Utrecht", nijmegen.reference, utrecht.reference, nijmegen.problem):
        assert hidden not in told
    assert "Arnhem" not in page_of(utrecht), "Utrecht opened nothing"
    reply(nijmegen, AWAY, shows_name=True)
    assert "Nijmegen" not in page_of(arnhem)
    for other in (nijmegen, utrecht):
        assert client_of(arnhem.created_by).get(f"{other.get_absolute_url()}sessie/").status_code == 404


def test_what_is_confidential_counts_only_when_it_opened_its_name(three: list[SupportRequest]) -> None:
    arnhem, nijmegen, _ = three
    SupportRequest.objects.filter(pk=nijmegen.pk).update(confidential_until=day())
    reply(arnhem, COMES, shows_name=True)
    reply(nijmegen, COMES)
    shown = session_shown(arnhem)
    assert shown is not None
    assert (shown.coming, shown.names) == (0, [])
    reply(nijmegen, COMES, shows_name=True)
    shown = session_shown(arnhem)
    assert shown is not None
    assert (shown.coming, shown.names) == (1, ["Nijmegen"])


@pytest.mark.parametrize(
    ("changed", "kept"),
    [({"session_on": day(21)}, False), ({"session_time": time(9)}, False), ({"place": "Online"}, True)],
    ids=["day", "time", "place"],
)
def test_yes_is_to_the_day_and_time_that_were_read(
    three: list[SupportRequest], desk: User, changed: dict[str, Any], kept: bool
) -> None:
    one = three[0]
    reply(one, COMES, shows_name=True)
    read, client = seen(), client_of(one.created_by)
    plan(desk, **changed)
    member = JointMember.objects.get(request=one)
    assert (member.reply, member.shows_name) == (("komt", True) if kept else ("", False))
    assert one.created_by is not None
    with pytest.raises(ChangedMeanwhileError):
        reply_to_session(request=one, actor=one.created_by, reply=AWAY, shows_name=False, seen=read)
    address = f"{one.get_absolute_url()}sessie/"
    answer = client.post(address, {"reply": "komt_niet", "versie": read})
    assert answer.status_code == 422
    assert "Het loket veranderde de sessie net." in answer.content.decode()
    form = answer.context["form"]
    assert form["reply"].value() == "komt_niet", "what was chosen stays"
    assert client.post(address, {"reply": "komt_niet", "versie": form["versie"].value()}).status_code == 302


def test_nobody_else_answers(three: list[SupportRequest], desk: User) -> None:
    one, two, _ = three
    manager = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=one.gemeente, user=manager, actor=None)
    address = f"{one.get_absolute_url()}sessie/"
    strangers: list[Any] = [desk, manager, two.created_by, UserFactory(role="expert")]
    for actor in strangers:
        with pytest.raises(PermissionDenied):
            reply_to_session(request=one, actor=actor, reply=COMES, shows_name=True, seen=seen())
        assert client_of(actor).get(address).status_code in {403, 404}
        assert client_of(actor).post(address, {"reply": "komt", "versie": seen()}).status_code in {403, 404}
    assert "sessie/" not in client_of(manager).get(one.get_absolute_url()).content.decode()
    assert not JointMember.objects.exclude(reply="").exists()


def test_no_answer_to_what_is_over_or_not_there(three: list[SupportRequest], desk: User) -> None:
    one, two, three_ = three
    JointQuestion.objects.update(session_on=day(-1))
    with pytest.raises(WrongStepError):
        reply(one, COMES)
    assert "Antwoorden kan nu niet meer." in page_of(one)
    JointQuestion.objects.update(session_on=day(0))
    reply(one, COMES)
    SupportRequest.objects.filter(pk=two.pk).update(status=RequestStatus.AFGEROND)
    with pytest.raises(WrongStepError):
        reply(two, COMES)
    JointQuestion.objects.update(session_on=None)
    client = client_of(one.created_by)
    assert client.get(f"{one.get_absolute_url()}sessie/").status_code == 302
    sent = {"reply": "komt", "versie": seen()}
    assert client.post(f"{one.get_absolute_url()}sessie/", sent).status_code == 302
    remove_link(request=three_, actor=desk)
    with pytest.raises(WrongStepError):
        reply(three_, COMES)


def test_session_that_is_off_asks_nobody_any_more(three: list[SupportRequest]) -> None:
    one, two, last = three
    reply(one, COMES)
    SupportRequest.objects.filter(pk__in=(two.pk, last.pk)).update(status=RequestStatus.AFGEROND)
    settle_joint(pk=two.pk)
    joint = JointQuestion.objects.get()
    assert (joint.session_on, joint.session_time) == (None, None)
    assert session_shown(one) is None
    assert "sessie/" not in client_of(one.created_by).get(one.get_absolute_url()).content.decode()
    assert "De gezamenlijke sessie die gepland was, gaat niet door." in status_of(one)
    plan(UserFactory(role="loket"), session_on=None, session_time=None, place="", note="Later opnieuw.")
    assert "gaat niet door" not in status_of(one), "what was written since is the news"


def status_of(request: SupportRequest) -> str:
    return unescape(client_of(request.created_by).get(request.get_absolute_url()).content.decode())


def test_who_ended_is_not_read_as_coming(three: list[SupportRequest], desk: User) -> None:
    one, two, last = three
    for request in three:
        reply(request, COMES, shows_name=True)
    SupportRequest.objects.filter(pk=last.pk).update(status=RequestStatus.AFGEWEZEN)
    settle_joint(pk=last.pk)
    shown = session_shown(one)
    assert shown is not None
    assert (shown.coming, shown.names) == (1, ["Nijmegen"])
    assert "Utrecht" not in page_of(two)
    told = client_of(desk).get(f"/loket/werkvoorraad/{one.reference}/verband/").content.decode()
    assert told.count("Wij komen") == 2


def test_one_that_is_taken_out_needs_not_come_and_with_one_left_the_session_is_off(
    three: list[SupportRequest], desk: User, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    one, two, last = three
    run_outbox()
    mailoutbox.clear()
    remove_link(request=last, actor=desk)
    run_outbox()
    assert last.created_by is not None
    assert [(mail.to, "hoeft niet naar" in mail.subject) for mail in mailoutbox] == [
        ([last.created_by.email], True)
    ]
    assert JointQuestion.objects.get().session_on is not None, "two are left"
    mailoutbox.clear()
    remove_link(request=two, actor=desk)
    remove_link(request=two, actor=desk)
    run_outbox()
    heard = {mail.to[0]: mail.subject for mail in mailoutbox}
    assert two.created_by is not None
    assert one.created_by is not None
    assert "hoeft niet naar" in heard.pop(two.created_by.email)
    assert "gaat niet door" in heard.pop(one.created_by.email)
    assert heard, "the loket, which nobody owns this for yet"
    assert all("gaat niet door" in subject for subject in heard.values())
    assert not JointQuestion.objects.exists()


def test_time_that_changed_meanwhile_is_told_as_a_sentence(three: list[SupportRequest], desk: User) -> None:
    sent = {"doe": "sessie", "note": NOTE, "session_on": day().isoformat(), "session_time": "15:30"}
    sent |= {"place": PLACE, "versie": seen()}
    plan(desk, session_time=time(13), place="Online")
    address = f"/loket/werkvoorraad/{three[0].reference}/verband/"
    told = unescape(client_of(desk).post(address, sent).content.decode())
    assert "Tijd van de sessie is nu: 13:00 uur. " in told
    assert "13:00:00" not in told
    assert "Plaats of link is nu: Online. " in told


def test_one_name_is_one_gemeente(three: list[SupportRequest]) -> None:
    arnhem, nijmegen, utrecht = three
    for request in (arnhem, nijmegen):
        reply(request, COMES, shows_name=True)
    assert "1 andere gemeente. Deze laat haar naam zien: Nijmegen<" in page_of(arnhem)
    reply(utrecht, COMES, shows_name=True)
    assert "2 andere gemeenten. Deze laten hun naam zien: Nijmegen, Utrecht<" in page_of(arnhem)
