"""Whose turn a request is, by what lies there and not by its state alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.working_days import last_day_of_term
from matching.conversation.services.messages import post_message
from matching.conversation.services.promises import add_promise
from matching.engagements.enums import MissionState, Reply
from matching.engagements.services.answering import record_answer
from matching.mail_in.enums import Doubt, MailState, RemovalReason
from matching.mail_in.models import IncomingMail
from matching.mail_in.services.deciding import remove_mail
from matching.models import AdoptionTeam, Invitation, Mission, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.models import ProposalItem
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.services.escalating import assign_owner
from matching.requests.services.steps import take_request
from matching.requests.turns import Turn
from matching.requests.work import WorkFilters, work_for
from matching.requests.workflow import OPEN
from matching.teams.services.ending import end_team
from matching.teams.services.making import start_team
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import make_closed, make_proposed, make_running, reopened, taken_by
from tests.factories.engagements import expert_of, make_invitation, make_mission, make_taken_request
from tests.factories.requests import KIND, make_asker, make_request
from tests.factories.teams import desk_of, fill_team, make_forming

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]


def turn_of(request: SupportRequest) -> str:
    desk = UserFactory(role="loket")
    found: Any = work_for(desk, WorkFilters(status="alles")).get(pk=request.pk)
    return str(found.turn)


def write(request: SupportRequest, actor: User, text: str, **fields: Any) -> None:
    post_message(request=request, actor=actor, text=text, token=text, **fields)


def test_new_request_waits_for_the_loket_and_what_ended_for_nobody() -> None:
    assert turn_of(make_request()) == Turn.NEW
    assert turn_of(make_closed(make_asker())) == ""


@pytest.mark.usefixtures("search_index")
def test_page_of_the_loket_says_whose_turn_it_is_and_why(as_role: Callable[..., Client]) -> None:
    runs, ended, reader = make_mission().invitation.request, make_closed(make_asker()), as_role("loket")
    told = reader.get(f"/loket/werkvoorraad/{runs.reference}/").content.decode()
    assert f"Aan zet: <strong>Het loket</strong>. {Turn.TO_EXECUTE.label}." in told
    assert "Aan zet:" not in reader.get(f"/loket/werkvoorraad/{ended.reference}/").content.decode()


def test_answer_that_did_not_help_is_named_until_the_loket_writes(
    as_role: Callable[..., Client], search_index: Any
) -> None:
    request = make_taken_request()
    reopened(request)
    reader = as_role("loket")
    assert turn_of(request) == Turn.NOT_HELPED
    address = f"/loket/werkvoorraad/{request.reference}/"
    told = reader.get(address).content.decode()
    assert "<strong>Het antwoord hielp niet.</strong>" in told
    assert "De gemeente zei dat het antwoord niet hielp</li>" in told
    assert "Het antwoord hielp niet" in reader.get("/loket/werkvoorraad/").content.decode()
    assert request.created_by is not None
    write(request, request.created_by, "Wij wachten.")
    assert turn_of(request) == Turn.NOT_HELPED
    assert request.owner is not None
    write(request, request.owner, "Wij zoeken verder.")
    assert turn_of(request) == Turn.DESK
    write(request, request.created_by, "Dank u.")
    assert turn_of(request) == Turn.GEMEENTE_WROTE


def test_question_goes_back_and_forth() -> None:
    asker = make_asker()
    request = make_request(asker)
    desk = taken_by(request)
    assert turn_of(request) == Turn.DESK
    write(request, desk, "Wij zijn bezig.")
    assert turn_of(request) == Turn.DESK, "what asks nothing leaves the turn where it is"
    write(request, desk, "Hoeveel jongeren zijn het?")
    assert turn_of(request) == Turn.DESK_ASKED
    write(request, desk, "Even nakijken.", is_internal=True)
    assert turn_of(request) == Turn.DESK_ASKED, "a note is not said to anybody"
    write(request, asker, "Twintig.")
    assert turn_of(request) == Turn.GEMEENTE_WROTE


def test_proposal_waits_for_the_gemeente_until_it_asks_something() -> None:
    asker = make_asker()
    proposal = make_proposed(asker=asker)
    assert turn_of(proposal.request) == Turn.PROPOSAL
    write(proposal.request, asker, "Dank u, wij bespreken het.")
    assert turn_of(proposal.request) == Turn.PROPOSAL
    write(proposal.request, asker, "Wanneer kan dat?")
    assert turn_of(proposal.request) == Turn.GEMEENTE_WROTE


def test_who_was_chosen_and_is_not_invited_waits_for_the_loket_whatever_else_runs() -> None:
    request = make_running(make_asker())
    assert turn_of(request) == Turn.TO_INVITE
    promise(request, timezone.localdate())
    assert turn_of(request) == Turn.TO_INVITE
    other = make_invitation(request=request)
    assert turn_of(request) == Turn.TO_INVITE, "somebody else is no answer to it"
    make_mission(other)
    (item,) = request.proposals.get().items.all()
    chosen = ExpertProfile.objects.get(pk=item.key.partition(":")[2])
    invitation = make_invitation(chosen, request)
    assert turn_of(request) == Turn.INVITED
    record_answer(invitation=invitation, reply=Reply.NO, actor=expert_of(invitation), code="betrokken")
    assert turn_of(request) == Turn.MISSION, "who said no was asked"


def test_seat_of_an_expert_that_is_taken_asks_for_no_invitation() -> None:
    request, team = make_running(make_asker()), make_forming()
    AdoptionTeam.objects.filter(pk=team.pk).update(request=request)
    assert turn_of(request) == Turn.TO_INVITE, "the seat is empty"
    fill_team(AdoptionTeam.objects.get(pk=team.pk))
    assert turn_of(request) == Turn.TEAM_TO_BEGIN


def test_planned_mission_of_somebody_without_an_account_waits_for_the_loket() -> None:
    mission = make_mission()
    request = mission.invitation.request
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_UITVOERING)
    assert turn_of(request) == Turn.MISSION
    ExpertProfile.objects.filter(pk=mission.invitation.profile_id).update(user=None)
    assert turn_of(request) == Turn.TO_BEGIN
    Mission.objects.filter(pk=mission.pk).update(state=MissionState.RUNNING)
    assert turn_of(request) == Turn.MISSION


def test_invitation_and_mission_wait_for_the_expert_until_there_is_something_to_do() -> None:
    invitation = make_invitation()
    request = invitation.request
    assert turn_of(request) == Turn.INVITED
    start = timezone.localdate() + timedelta(days=20)
    record_answer(
        invitation=invitation, reply=Reply.OTHER_DATE, actor=expert_of(invitation), proposed_start=start
    )
    assert turn_of(request) == Turn.OTHER_DATE
    assert turn_of(make_mission().invitation.request) == Turn.TO_EXECUTE, "the loket says that it begins"
    assert turn_of(make_mission(state=MissionState.REPORTED).invitation.request) == Turn.REPORT


def test_promise_counts_while_it_runs_and_more_when_it_is_late() -> None:
    request = make_running(make_asker())
    ProposalItem.objects.update(answer=OfferAnswer.REFUSED)
    today = timezone.localdate()
    for due, turn in ((today, Turn.PROMISE), (today - timedelta(days=1), Turn.PROMISE_LATE)):
        promise(request, due)
        assert turn_of(request) == turn


def promise(request: SupportRequest, due: date) -> None:
    add_promise(
        request=request, actor=request.owner, text="Een dag prikken.", promised_by="loketmedewerker",
        promised_to="de projectleider", due_on=due, token=str(due),
    )  # fmt: skip


def test_list_narrows_to_whose_turn_it_is_and_shows_why(as_role: Callable[..., Client]) -> None:
    desk, asker = as_role("loket"), make_asker()
    invitation, proposal = make_invitation(), make_proposed(asker=asker)
    fresh = make_request()
    for who, request in (
        ("uitvoerder", invitation.request),
        ("gemeente", proposal.request),
        ("loket", fresh),
    ):
        page = desk.get("/loket/werkvoorraad/", {"wacht": who})
        assert [row.request for row in page.context["rows"]] == [request]
    page = desk.get("/loket/werkvoorraad/").content.decode()
    for told in ("Antwoord op een uitnodiging", "Antwoord op het voorstel", "Nog niet opgepakt"):
        assert told in page
    assert sum(work_for(desk.user, WorkFilters(waits_for=who)).count() for who in ("loket", "gemeente")) == 2
    assert SupportRequest.objects.filter(status__in=OPEN).count() == 3


def test_value_that_is_not_known_is_named_and_left_out(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    make_taken_request()
    page = desk.get("/loket/werkvoorraad/", {"stand": "x", "wacht": "<b>", "soort": KIND})
    text = page.content.decode()
    assert "Wat u koos bij Stand en Wacht op kennen wij niet." in text
    assert len(page.context["rows"]) == 1
    assert "kennen wij niet" not in desk.get("/loket/werkvoorraad/", {"stand": "alles"}).content.decode()


def test_turns_of_many_take_as_many_queries_as_of_one(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    counts = []
    for _ in range(2):
        make_invitation()
        make_proposed()
        desk.get("/loket/werkvoorraad/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/loket/werkvoorraad/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def mail_about(request: SupportRequest, invitation: Invitation | None = None) -> IncomingMail:
    return IncomingMail.objects.create(
        state=MailState.WAITING, doubt=Doubt.OTHER_SENDER, request=request, invitation=invitation
    )


def test_mail_that_waits_for_a_person_gives_the_turn_to_the_loket_until_it_is_handled() -> None:
    invitation = make_invitation()
    request = invitation.request
    mail = mail_about(request, invitation)
    assert turn_of(request) == Turn.MAIL, "whoever was invited answered, in a mail that nobody read"
    remove_mail(mail=mail, actor=UserFactory(role="loket"), reason=RemovalReason.SPAM)
    assert turn_of(request) == Turn.INVITED
    mail_about(make_taken_request())
    assert turn_of(request) == Turn.INVITED, "mail of another request"


def test_mail_about_an_answered_request_counts_and_about_one_that_ended_waits_at_post_only() -> None:
    answered, ended = make_taken_request(), make_closed(make_asker())
    SupportRequest.objects.filter(pk=answered.pk).update(status=RequestStatus.BEANTWOORD)
    for request in (answered, ended):
        mail_about(request)
    assert (turn_of(answered), turn_of(ended)) == (Turn.MAIL, "")


def test_team_gives_the_turn_to_the_loket_when_it_can_begin_and_when_it_is_past_its_end() -> None:
    team = make_forming()
    request = team.request
    assert turn_of(request) == Turn.DESK
    fill_team(team)
    assert turn_of(request) == Turn.TEAM_TO_BEGIN, "although a mission runs"
    start_team(team=team, actor=desk_of(team))
    Mission.objects.update(state=MissionState.ENDED)
    assert turn_of(request) == Turn.TO_EXECUTE
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_UITVOERING)
    assert turn_of(request) == Turn.TEAM
    today = timezone.localdate()
    AdoptionTeam.objects.update(ends_on=today)
    assert turn_of(request) == Turn.TEAM, "the last day is a day of work"
    AdoptionTeam.objects.update(ends_on=today - timedelta(days=1))
    assert turn_of(request) == Turn.TEAM_LATE
    end_team(team=team, actor=desk_of(team), lessons="Begin eerder.")
    assert turn_of(request) == Turn.DESK


def test_team_that_was_to_begin_today_is_due_with_a_seat_empty() -> None:
    team = make_forming()
    for day, turn in ((timedelta(days=1), Turn.DESK), (timedelta(), Turn.TEAM_TO_BEGIN)):
        AdoptionTeam.objects.update(starts_on=timezone.localdate() + day)
        assert turn_of(team.request) == turn


def test_answered_request_waits_for_the_gemeente_until_it_writes_or_closes(search_index: Any) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    client = Client()
    client.force_login(asker)
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.BEANTWOORD)
    assert turn_of(request) == Turn.ANSWERED
    (row,) = client.get("/mijn/verzoeken/").context["rows"]
    assert row.waits_for == "De gemeente"
    shown = client.get(request.get_absolute_url()).content.decode()
    assert "U bent aan zet" in shown
    assert 'href="#afronding">Zeg of het hielp</a>' in shown
    assert 'id="afronding"' in shown
    write(request, asker, "Mag ik nog iets vragen?")
    assert turn_of(request) == Turn.GEMEENTE_WROTE


def test_page_of_the_gemeente_says_whose_turn_it_is_and_who_owns_it(search_index: Any) -> None:
    asker, desk = make_asker(), UserFactory(role="loket", name="Kim Jansen")
    request = make_request(asker)
    client = Client()
    client.force_login(asker)
    for owner in ("nog niemand", "Kim Jansen"):
        shown = client.get(request.get_absolute_url()).content.decode()
        assert "Wie is aan zet: <strong>Het loket</strong>" in shown
        assert f"Eigenaar bij het loket: <strong>{owner}</strong>" in shown
        if owner == "nog niemand":
            take_request(request=request, actor=desk)
    closed = make_closed(asker)
    assert "Wie is aan zet" not in client.get(closed.get_absolute_url()).content.decode()


def test_mail_names_the_new_owner_and_by_when_the_gemeente_hears_more() -> None:
    desk = UserFactory(role="loket", name="Kim Jansen")
    request = make_taken_request(desk)
    mail = MailMessage.objects.get(key__contains=f"{request.reference}:taken:")
    course = course_of(request.kind)
    due = date_format(last_day_of_term(timezone.localdate(), course.norm.lead), "j F Y")
    assert "Eigenaar bij het loket is nu: Kim Jansen." in mail.body
    assert f"Uiterlijk op {due} krijgt u {course.first_answer}." in mail.body


def test_mail_of_another_owner_promises_no_day_once_there_was_an_answer_or_the_day_passed() -> None:
    proposed, late = make_proposed().request, make_taken_request()
    long_ago = timezone.now() - timedelta(days=200)
    SupportRequest.objects.filter(pk=late.pk).update(created_at=long_ago)
    for request in (proposed, late):
        MailMessage.objects.all().delete()
        fresh = SupportRequest.objects.get(pk=request.pk)
        other = UserFactory(role="loket", name="Bo Smit")
        assert fresh.owner is not None
        assign_owner(request=fresh, actor=fresh.owner, owner=other, deputy=None)
        body = MailMessage.objects.filter(key__contains=":taken:")[0].body
        assert "Eigenaar bij het loket is nu: Bo Smit." in body
        assert "Uiterlijk op" not in body
