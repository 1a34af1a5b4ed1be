"""A question in parts: each side sees only its own, the loket makes one answer of all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from krachtwijken.accounts.models import OrganisationMembership, User
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import AuditEvent, Organisation
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.models import Mission
from matching.models import Decision, PartQuestion, SupportRequest
from matching.parts.enums import PartState
from matching.parts.forms import NO_ANSWER
from matching.parts.selectors import own_parts_of, parts_told
from matching.parts.services.answering import answer_part, decline_part
from matching.parts.services.asking import NOBODY_THERE, ask_again, ask_part, withdraw_part
from matching.parts.services.gathering import NOTHING_YET, STILL_OPEN, send_one_answer
from matching.parts.services.settling import forget_parts, settle_parts
from matching.parts.workflow import PART_STEPS
from matching.requests.enums import RequestStatus
from matching.requests.services.forgetting import REMOVED
from matching.requests.services.steps import withdraw_request
from matching.requests.turns import Turn
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_mission, make_taken_request
from tests.factories.parts import ANSWER, QUESTION, make_member, make_part
from tests.factories.requests import make_asker, make_request
from tests.matching.test_turns import turn_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]


@pytest.fixture
def member() -> User:
    return make_member()


@pytest.fixture
def other() -> User:
    return make_member("platform31")


def fresh(part: PartQuestion) -> PartQuestion:
    return PartQuestion.objects.get(pk=part.pk)


def test_two_centres_answer_and_the_gemeente_gets_one_answer(member: User, other: User) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    one, two = make_part(request), make_part(request, "platform31", token="twee")
    assert turn_of(request) == Turn.PART_OPEN
    answer_part(part=one, actor=member, answer=ANSWER)
    assert turn_of(request) == Turn.PART_OPEN
    with pytest.raises(WrongStepError, match="wacht nog"):
        send_one_answer(request=request, actor=request.owner, text="Alles bij elkaar.")
    answer_part(part=two, actor=other, answer="Zie de handreiking.")
    assert turn_of(request) == Turn.PARTS_ANSWERED
    decision = send_one_answer(request=request, actor=request.owner, text="Alles bij elkaar.")
    assert (decision.to, decision.reason) == (RequestStatus.BEANTWOORD, "Alles bij elkaar.")
    assert {fresh(part).state for part in (one, two)} == {PartState.USED}
    page = client_of(asker).get(request.get_absolute_url()).content.decode()
    assert "Alles bij elkaar." in page
    assert ANSWER not in page, "what one centre said is not what the gemeente gets"


@pytest.mark.parametrize(("before", "to"), [(a, b) for a in PartState for b in PartState])
def test_only_steps_of_the_table_are_taken(member: User, before: PartState, to: PartState) -> None:
    part = make_part()
    desk = part.request.owner
    PartQuestion.objects.filter(pk=part.pk).update(state=before, answer="Eerder.")
    takes: dict[PartState, Callable[[], Any]] = {
        PartState.ANSWERED: lambda: answer_part(part=part, actor=member, answer=ANSWER),
        PartState.DECLINED: lambda: decline_part(part=part, actor=member, reason="Weet ik niet."),
        PartState.WITHDRAWN: lambda: withdraw_part(part=part, actor=desk),
        PartState.ASKED: lambda: ask_again(
            part=part, actor=desk, remark="En de kosten?", answer_by=timezone.localdate()
        ),
        PartState.USED: lambda: send_one_answer(request=part.request, actor=desk, text="Zo."),
    }
    repeatable = before == to and to in {PartState.DECLINED, PartState.WITHDRAWN}
    if to in PART_STEPS[before] or repeatable:
        takes[to]()
        assert fresh(part).state == to
    else:
        with pytest.raises(WrongStepError):
            takes[to]()
        assert fresh(part).state == before


def test_each_service_checks_who_acts(member: User, other: User) -> None:
    part = make_part()
    day = timezone.localdate()
    centre = Organisation.objects.get(slug="movisie")
    for act in (
        lambda: answer_part(part=part, actor=other, answer=ANSWER),
        lambda: decline_part(part=part, actor=other, reason="Nee."),
        lambda: answer_part(part=part, actor=part.request.owner, answer=ANSWER),
        lambda: withdraw_part(part=part, actor=member),
        lambda: ask_again(part=part, actor=member, remark="Meer", answer_by=day),
        lambda: send_one_answer(request=part.request, actor=member, text="Zo."),
        lambda: ask_part(
            request=part.request, actor=member, whom=centre, question="Hoe?", answer_by=day, token="x"
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    OrganisationMembership.objects.all().delete()
    with pytest.raises(PermissionDenied):
        answer_part(part=part, actor=User.objects.get(pk=member.pk), answer=ANSWER)


def test_asking_twice_is_one_part_with_one_mail(member: User) -> None:
    request = make_taken_request()
    assert make_part(request) == make_part(request)
    assert MailMessage.objects.filter(key__startswith="part:").count() == 1
    assert AuditEvent.objects.filter(action="matching.part_asked").count() == 1


def test_centre_without_anybody_and_request_that_is_not_in_hand_are_refused(member: User) -> None:
    with pytest.raises(WrongStepError, match=NOBODY_THERE):
        make_part(slug="platform31")
    new = make_request()
    with pytest.raises(WrongStepError):
        make_part(new, actor=UserFactory(role="loket"))
    assert not PartQuestion.objects.exists()
    with pytest.raises(WrongStepError, match=NOTHING_YET):
        send_one_answer(request=make_taken_request(), actor=UserFactory(role="loket"), text="Zo.")


def test_person_with_a_mission_for_the_request_may_be_asked() -> None:
    mission = make_mission()
    profile, request = mission.invitation.profile, mission.invitation.request
    part = make_part(request, whom=profile)
    expert = expert_of(mission.invitation)
    assert list(own_parts_of(expert)) == [part]
    answer_part(part=part, actor=expert, answer=ANSWER)
    Mission.objects.update(state="afgerond")
    with pytest.raises(WrongStepError, match=NOBODY_THERE):
        make_part(request, whom=profile, token="later")
    data = client_of(expert).get("/mijn/profiel/gegevens.json").json()
    assert [row["antwoord"] for row in data["deelvragen"]] == [ANSWER]


def test_mail_says_nothing_of_what_is_asked_or_answered(
    member: User, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    run_outbox()
    mails = [mail for mail in mailoutbox if "vraag" in mail.subject.lower()]
    assert {mail.to[0] for mail in mails} >= {member.email, part.request.owner.email}
    for mail in mails:
        assert QUESTION not in mail.body
        assert ANSWER not in mail.body
        assert part.request.problem not in mail.body


# Isolation


def test_centre_sees_its_own_part_and_nothing_else_of_the_request(member: User, other: User) -> None:
    request = make_taken_request()
    mine, theirs = make_part(request), make_part(request, "platform31", token="x", question="Geheim deel?")
    client = client_of(member)
    page = client.get(f"/mijn/deelvragen/{mine.pk}/").content.decode()
    assert QUESTION in page
    for hidden in (
        request.problem,
        request.wanted,
        "M. de Boer",
        "026 123 45 67",
        "Geheim deel?",
        "Platform31",
    ):
        assert hidden not in page
    assert client.get(f"/mijn/deelvragen/{theirs.pk}/").status_code == 404
    assert client.post(f"/mijn/deelvragen/{theirs.pk}/", {"answer": "x"}).status_code == 404
    assert "Geheim deel?" not in client.get("/mijn/deelvragen/").content.decode()
    for address in (
        f"/loket/deelvragen/{mine.pk}/", f"/loket/werkvoorraad/{request.reference}/deelvragen/",
        f"/loket/werkvoorraad/{request.reference}/", f"/loket/verzoek/{request.reference}/gesprek/",
        request.get_absolute_url(),
    ):  # fmt: skip
        assert client.get(address).status_code == 403
    withdraw_part(part=mine, actor=request.owner)
    assert client.get(f"/mijn/deelvragen/{mine.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("where", "typed"),
    [("", {"answer": "Nieuwe woorden.", "doe": "antwoord"}), ("gesprek/", {"text": "Nieuwe woorden."})],
)
def test_centre_reads_that_its_part_was_taken_back_with_its_own_words(
    member: User, other: User, where: str, typed: dict[str, str]
) -> None:
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    assert part.request.owner is not None
    withdraw_part(part=part, actor=part.request.owner)
    address = f"/mijn/deelvragen/{part.pk}/{where}"
    page = client_of(member).get(address).content.decode()
    assert "Het loket trok deze vraag in" in page
    assert ANSWER in page
    assert QUESTION not in page
    late = client_of(member).post(address, typed).content.decode()
    assert "Het loket trok deze vraag net in." in late
    assert "“Nieuwe woorden.”" in late
    assert fresh(part).answer == ANSWER
    stranger = client_of(other).get(address)
    assert stranger.status_code == 404
    assert "Het loket trok deze vraag in" not in stranger.content.decode()


def test_gemeente_sees_who_thinks_along_and_another_gemeente_nothing(member: User) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    part = make_part(request)
    answer_part(part=part, actor=member, answer=ANSWER)
    page = client_of(asker).get(request.get_absolute_url()).content.decode()
    assert "Movisie" in page
    assert ANSWER not in page
    assert QUESTION not in page
    stranger = UserFactory(role="gemeente")
    assert list(parts_told(stranger, request)) == []
    for address in (f"/mijn/deelvragen/{part.pk}/", f"/loket/deelvragen/{part.pk}/"):
        assert client_of(asker).get(address).status_code == 403


# Pages


def test_loket_divides_and_gathers_on_its_pages(
    member: User, as_role: Callable[..., Client], search_index: Any
) -> None:
    desk, request = as_role("loket"), make_taken_request()
    address = f"/loket/werkvoorraad/{request.reference}/deelvragen/"
    assert "Verdeel de vraag" in desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    centre = Organisation.objects.get(slug="movisie")
    typed = {
        "whom": f"centrum:{centre.pk}", "question": QUESTION, "answer_by": "2020-01-01", "token": "een",
    }  # fmt: skip
    page = desk.post(address, typed)
    assert page.status_code == 422
    assert "Kies vandaag of een dag die nog komt." in page.content.decode()
    assert QUESTION in page.content.decode()
    typed["answer_by"] = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert desk.post(address, typed).status_code == 302
    (part,) = PartQuestion.objects.all()
    gather = f"/loket/werkvoorraad/{request.reference}/antwoord/"
    assert STILL_OPEN in desk.get(gather, follow=True).content.decode()
    client = client_of(member)
    assert client.post(f"/mijn/deelvragen/{part.pk}/", {"answer": "", "doe": "antwoord"}).status_code == 422
    assert (
        client.post(f"/mijn/deelvragen/{part.pk}/", {"answer": ANSWER, "doe": "antwoord"}).status_code == 302
    )
    assert ANSWER in desk.get(address).content.decode()
    assert ANSWER in desk.get(gather).context["form"].initial["text"]
    assert "Dit staat nog open" not in desk.get(gather).content.decode()
    make_invitation(request=request)
    assert "1 uitnodiging aan mensen uit de pool. Wij trekken die in." in desk.get(gather).content.decode()
    assert desk.post(gather, {"text": "Eén antwoord."}).status_code == 302
    assert Decision.objects.get().reason == "Eén antwoord."
    again = desk.get(gather, follow=True)
    assert "Het antwoord is al verstuurd." in again.content.decode()
    assert again.redirect_chain[-1][0] == f"/loket/werkvoorraad/{request.reference}/"
    assert NOTHING_YET not in desk.post(gather, {"text": "Nog een."}).content.decode()
    assert "Verwerkt in het antwoord" in client.get(f"/mijn/deelvragen/{part.pk}/").content.decode()


def test_question_that_was_typed_stays_when_the_request_was_closed_meanwhile(
    member: User, as_role: Callable[..., Client]
) -> None:
    desk, request = as_role("loket"), make_taken_request()
    address = f"/loket/werkvoorraad/{request.reference}/deelvragen/"
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.INGETROKKEN)
    centre = Organisation.objects.get(slug="movisie")
    sent = {"whom": f"centrum:{centre.pk}", "question": "Wat werkt elders?", "token": "een"}
    answer = desk.post(address, {**sent, "answer_by": timezone.localdate().isoformat()})
    assert answer.status_code == 422
    page = answer.content.decode()
    for told in ("Uw vraag is niet gesteld", "Wat werkt elders?", "Nu is het: ingetrokken."):
        assert told in page
    assert "Stel deze vraag" not in page
    assert not PartQuestion.objects.exists()


def test_centre_where_nobody_can_answer_is_named_with_the_reason(
    member: User, as_role: Callable[..., Client]
) -> None:
    request = make_taken_request()
    page = as_role("loket").get(f"/loket/werkvoorraad/{request.reference}/deelvragen/")
    told = page.content.decode().split("Deze kenniscentra kunt u niet kiezen")[1].split("</p>")[0]
    assert "CCV" in told
    assert "heeft daar een account" in told
    assert "Movisie" not in told
    assert "NICIS" not in told


def test_answer_of_several_lines_keeps_them(member: User, as_role: Callable[..., Client]) -> None:
    part = make_part()
    answer_part(part=part, actor=member, answer="Eerste regel.\nTweede regel.")
    page = as_role("loket").get(f"/loket/werkvoorraad/{part.request.reference}/deelvragen/")
    assert "Eerste regel.<br>Tweede regel." in page.content.decode()


def test_centre_says_that_it_cannot_answer(member: User, as_role: Callable[..., Client]) -> None:
    part, client = make_part(), client_of(member)
    address = f"/mijn/deelvragen/{part.pk}/"
    assert client.post(address, {"doe": "nee", "reason": ""}).status_code == 422
    assert client.post(address, {"doe": "nee", "reason": "Vraag het Nicis."}).status_code == 302
    page = as_role("loket").get(f"/loket/werkvoorraad/{part.request.reference}/deelvragen/")
    assert "Vraag het Nicis." in page.content.decode()


def test_loket_asks_further_and_takes_back_after_a_question(
    member: User, as_role: Callable[..., Client]
) -> None:
    part, desk = make_part(), as_role("loket")
    answer_part(part=part, actor=member, answer=ANSWER)
    address = f"/loket/deelvragen/{part.pk}/"
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert desk.post(address, {"remark": "En wat kost dat?", "answer_by": day}).status_code == 302
    page = client_of(member).get(f"/mijn/deelvragen/{part.pk}/").content.decode()
    assert "En wat kost dat?" in page
    assert ANSWER in page
    assert desk.post(address, {"doe": "intrekken"}).status_code == 200
    assert fresh(part).state == PartState.ASKED
    assert desk.post(address, {"doe": "intrekken", "zeker": "ja"}).status_code == 302
    assert fresh(part).state == PartState.WITHDRAWN


def test_lists_ask_as_often_for_three_as_for_one(
    member: User, as_role: Callable[..., Client], search_index: Any
) -> None:
    desk, request, client = as_role("loket"), make_taken_request(), client_of(member)
    counts = []
    for number in (1, 2, 3):
        make_part(request, token=str(number))
        row = []
        for who, address in (
            (client, "/mijn/deelvragen/"),
            (desk, f"/loket/werkvoorraad/{request.reference}/deelvragen/"),
        ):
            who.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert who.get(address).status_code == 200
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[2]


# At night


def test_centre_is_reminded_once_and_the_loket_hears_once_that_it_is_late(member: User) -> None:
    part = make_part()
    settle_parts()
    assert fresh(part).reminded_at is None, "not on the day it was asked"
    today = timezone.localdate()
    PartQuestion.objects.update(
        state_since=timezone.now() - timedelta(days=9), answer_by=today + timedelta(days=1)
    )
    for _ in range(2):
        settle_parts()
    assert MailMessage.objects.filter(key__contains=":reminder:").count() == 1
    PartQuestion.objects.update(answer_by=today - timedelta(days=1))
    for _ in range(2):
        settle_parts()
    assert MailMessage.objects.filter(key__contains=":late:").count() == 1
    assert [event.action for event in events_of(fresh(part))][-2:] == [
        "matching.part_reminded", "matching.part_late",
    ]  # fmt: skip


def test_part_of_a_request_that_is_over_is_taken_back(member: User) -> None:
    asker = make_asker()
    part = make_part(make_taken_request(asker=asker))
    withdraw_request(request=part.request, actor=asker)
    assert "Niets te beantwoorden" in client_of(member).get("/mijn/deelvragen/").content.decode()
    with pytest.raises(WrongStepError):
        answer_part(part=part, actor=member, answer=ANSWER)
    settle_parts()
    assert fresh(part).state == PartState.WITHDRAWN


def test_words_go_five_years_after_the_end(member: User) -> None:
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    assert forget_parts() == 0
    SupportRequest.objects.update(
        status=RequestStatus.AFGEROND, status_since=timezone.now() - timedelta(days=6 * 366)
    )
    assert forget_parts() == 1
    now = fresh(part)
    assert (now.question, now.answer, now.asked_by, now.answered_by) == (REMOVED, "", None, None)
    assert forget_parts() == 0


def test_end_of_a_request_takes_its_parts_back_at_once(member: User, run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    part = make_part(make_taken_request(asker=asker))
    withdraw_request(request=part.request, actor=asker)
    run_outbox()
    assert fresh(part).state == PartState.WITHDRAWN


def test_part_of_somebody_who_left_the_pool_is_taken_back_at_night() -> None:
    mission = make_mission()
    profile = mission.invitation.profile
    assert profile is not None
    part = make_part(mission.invitation.request, whom=profile)
    settle_parts()
    assert fresh(part).is_asked
    type(profile).objects.filter(pk=profile.pk).update(consent_until=None)
    settle_parts()
    assert fresh(part).state == PartState.WITHDRAWN


def test_one_answer_names_what_nobody_answered_and_the_page_warns(
    member: User, other: User, search_index: Any
) -> None:
    third = make_member("ccv")
    request = make_taken_request()
    answered = make_part(request)
    refused = make_part(request, "platform31", question="Wat kost een begeleider?")
    late = make_part(request, "ccv", question="Wie betaalt dat?")
    again = make_part(request, "ccv", question=QUESTION, token="weer")
    answer_part(part=answered, actor=member, answer=ANSWER)
    desk = client_of(request.owner)
    address = f"/loket/werkvoorraad/{request.reference}/antwoord/"
    decline_part(part=refused, actor=other, reason="Dat weet een ander.")
    withdraw_part(part=late, actor=request.owner)
    decline_part(part=again, actor=third, reason="Dat weet een ander.")
    page = desk.get(address)
    text = page.context["form"]["text"].value()
    assert f"{NO_ANSWER} Wat kost een begeleider?" in text
    assert f"{NO_ANSWER} Wie betaalt dat?" in text
    assert f"{NO_ANSWER} {QUESTION}" not in text, "somebody else answered it"
    assert refused.whom not in text, "who could not answer is not what the gemeente gets"
    shown = page.content.decode()
    assert "Op 2 deelvragen kwam geen antwoord" in shown
    desk.post(address, {"text": text})
    assert f"{NO_ANSWER} Wat kost een begeleider?" in Decision.objects.get().reason


def test_nothing_is_said_of_parts_when_all_were_answered(member: User, search_index: Any) -> None:
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    address = f"/loket/werkvoorraad/{part.request.reference}/antwoord/"
    page = client_of(part.request.owner).get(address)
    assert NO_ANSWER not in page.context["form"]["text"].value()
    assert "geen antwoord" not in page.content.decode()
