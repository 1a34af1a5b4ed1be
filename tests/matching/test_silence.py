"""A request that was answered with knowledge: asked whether it helped, closed when nobody says a word, opened when it did not."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.working_days import last_day_of_term
from matching.closing.services import close_request
from matching.closing.silence import reopen_request, settle_answer, settle_answers
from matching.conversation.services.messages import post_message
from matching.mail_in.enums import Doubt, MailState
from matching.mail_in.models import IncomingMail
from matching.models import FollowUp, Message, Mission, RequestContact, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.services.forgetting import CONTACT_KEPT, forget_contacts
from matching.requests.services.steps import decide_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import ASK_AFTER, CLOSE_AFTER, NOTICE, VERDICT, taken_by
from tests.factories.engagements import make_invitation, make_mission
from tests.factories.requests import make_request
from tests.factories.teams import make_running_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
DAY = timedelta(days=1)
ANSWERED_ON = date(2026, 3, 2)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def answer(request: SupportRequest, actor: User) -> SupportRequest:
    decide_request(
        request=request,
        actor=actor,
        to=RequestStatus.BEANTWOORD,
        reason="Lees dit.",
        alternative="",
        advice=[],
    )
    SupportRequest.objects.filter(pk=request.pk).update(status_since=noon(ANSWERED_ON))
    return SupportRequest.objects.get(pk=request.pk)


@pytest.fixture
def answered(asker: User) -> SupportRequest:
    request = make_request(asker)
    return answer(request, taken_by(request))


def night(request: SupportRequest, day: date) -> SupportRequest:
    """Twice, as after a kill. What was told now, was told that day."""
    for _ in range(2):
        settle_answer(pk=request.pk, today=day)
    told_now = SupportRequest.objects.filter(pk=request.pk, silence_told_at__gt=timezone.now() - DAY / 24)
    told_now.update(silence_told_at=noon(day))
    return SupportRequest.objects.get(pk=request.pk)


def mailed(request: SupportRequest, key: str) -> list[str]:
    found = MailMessage.objects.filter(key__startswith=f"loket:{request.reference}:{key}")
    return list(found.values_list("to", flat=True))


def test_asked_on_the_day_and_closed_a_week_later_and_not_a_day_sooner(
    answered: SupportRequest, asker: User
) -> None:
    asks_on, closes_on = ANSWERED_ON + ASK_AFTER, ANSWERED_ON + CLOSE_AFTER
    night(answered, asks_on - DAY)
    assert mailed(answered, "silence:") == []
    night(answered, asks_on)
    assert mailed(answered, "silence:") == [asker.email]
    assert "1 april 2026" in MailMessage.objects.get(key__contains=":silence:").body
    assert closes_on == date(2026, 4, 1)
    assert night(answered, closes_on - DAY).status == RequestStatus.BEANTWOORD
    assert mailed(answered, "silence:") == [asker.email], "once"
    assert night(answered, closes_on).status == RequestStatus.AFGEROND
    assert mailed(answered, "closed-by-silence:") == [asker.email]
    assert FollowUp.objects.filter(request=answered).count() == 2
    assert AuditEvent.objects.filter(action="matching.silence_told").count() == 1


def test_nights_that_stood_still_close_nobody_without_a_week_of_notice(answered: SupportRequest) -> None:
    late = ANSWERED_ON + 3 * CLOSE_AFTER
    assert night(answered, late).status == RequestStatus.BEANTWOORD
    assert night(answered, late + NOTICE - DAY).status == RequestStatus.BEANTWOORD
    assert night(answered, late + NOTICE).status == RequestStatus.AFGEROND


def say(request: SupportRequest, actor: User, day: date) -> None:
    message = post_message(request=request, actor=actor, text="Dank.", token=str(day))
    Message.objects.filter(pk=message.pk).update(at=noon(day))


def test_word_of_the_gemeente_waits_for_the_loket_and_its_answer_begins_the_days_anew(
    answered: SupportRequest, asker: User
) -> None:
    asked = ANSWERED_ON + ASK_AFTER
    night(answered, asked)
    said = asked + DAY
    say(answered, asker, said)
    assert night(answered, ANSWERED_ON + 9 * CLOSE_AFTER).status == RequestStatus.BEANTWOORD
    assert len(mailed(answered, "silence:")) == 1
    desk = answered.owner
    assert desk is not None
    replied = said + DAY
    say(answered, desk, replied)
    assert night(answered, replied + ASK_AFTER - DAY).status == RequestStatus.BEANTWOORD
    assert len(mailed(answered, "silence:")) == 1
    night(answered, replied + ASK_AFTER)
    assert len(mailed(answered, "silence:")) == 2, "asked again"
    assert night(answered, replied + CLOSE_AFTER).status == RequestStatus.AFGEROND


def test_note_of_the_loket_is_no_word(answered: SupportRequest) -> None:
    desk = answered.owner
    assert desk is not None
    note = post_message(request=answered, actor=desk, text="Bellen?", token="n", is_internal=True)
    Message.objects.filter(pk=note.pk).update(at=noon(ANSWERED_ON + ASK_AFTER))
    night(answered, ANSWERED_ON + ASK_AFTER)
    assert len(mailed(answered, "silence:")) == 1


def test_mail_that_waits_keeps_it_open(answered: SupportRequest) -> None:
    IncomingMail.objects.create(state=MailState.WAITING, doubt=Doubt.OTHER_SENDER, request=answered)
    night(answered, ANSWERED_ON + 9 * CLOSE_AFTER)
    assert mailed(answered, "silence:") == []


def test_help_that_runs_keeps_it_open(asker: User) -> None:
    mission = make_mission(make_invitation())
    helped = answer(mission.invitation.request, mission.invitation.request.owner)
    team, _ = make_running_team(asker)
    Mission.objects.filter(invitation__request=team.request).update(state="afgerond")
    # Answered before its kind knew its own steps.
    answered_before = {"status": RequestStatus.BEANTWOORD, "status_since": noon(ANSWERED_ON)}
    SupportRequest.objects.filter(pk=team.request_id).update(**answered_before)
    teamed = SupportRequest.objects.get(pk=team.request_id)
    for request in (helped, teamed):
        night(request, ANSWERED_ON + 9 * CLOSE_AFTER)
        assert mailed(request, "silence:") == []
    Mission.objects.update(state="afgerond")
    night(helped, ANSWERED_ON + 9 * CLOSE_AFTER)
    assert mailed(helped, "silence:")


def test_contact_goes_a_year_after_it_was_closed_by_silence(answered: SupportRequest) -> None:
    night(answered, ANSWERED_ON + ASK_AFTER)
    night(answered, ANSWERED_ON + CLOSE_AFTER)
    SupportRequest.objects.update(status_since=timezone.now() - CONTACT_KEPT - DAY)
    assert RequestContact.objects.filter(request=answered).exists()
    forget_contacts()
    assert not RequestContact.objects.filter(request=answered).exists()


def test_both_sides_may_say_how_it_was_after_it_closed_by_itself(
    answered: SupportRequest, asker: User
) -> None:
    night(answered, ANSWERED_ON + ASK_AFTER)
    night(answered, ANSWERED_ON + CLOSE_AFTER)
    client = Client()
    client.force_login(asker)
    assert client.get(f"/loket/verzoek/{answered.reference}/afronden/").status_code == 200
    close_request(request=answered, actor=asker, verdict=VERDICT)
    assert answered.closing_answers.count() == 1
    assert FollowUp.objects.filter(request=answered).count() == 2


def test_gemeente_says_that_it_did_not_help_and_the_loket_goes_on(
    answered: SupportRequest, asker: User, site_tree: Any
) -> None:
    night(answered, ANSWERED_ON + ASK_AFTER)
    client, address = Client(), f"/mijn/verzoeken/{answered.reference}/hielp-niet/"
    client.force_login(asker)
    assert address in client.get(answered.get_absolute_url()).content.decode()
    assert client.post(address, {"text": "", "token": "a"}).status_code == 422
    MailMessage.objects.all().delete()
    sent = {"text": "Wij zoeken iemand die meeloopt.", "token": "a"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    fresh = SupportRequest.objects.get(pk=answered.pk)
    assert (fresh.status, fresh.silence_told_at) == (RequestStatus.IN_BEHANDELING, None)
    assert [message.text for message in fresh.messages.all()] == [sent["text"]]
    assert fresh.owner is not None
    assert list(MailMessage.objects.values_list("to", flat=True)) == [fresh.owner.email]
    page = client.post(address, {"text": "En nog iets.", "token": "b"})
    assert page.status_code == 422
    assert "En nog iets." in page.content.decode()
    assert client.get(address).status_code == 302


def test_nobody_else_opens_it_and_nothing_else_is_opened(answered: SupportRequest, asker: User) -> None:
    for stranger in (UserFactory(role="loket"), UserFactory(role="gemeente"), UserFactory(role="expert")):
        with pytest.raises(PermissionDenied):
            reopen_request(request=answered, actor=stranger, text="x", token="a")
    SupportRequest.objects.filter(pk=answered.pk).update(status=RequestStatus.AFGEROND)
    with pytest.raises(WrongStepError):
        reopen_request(request=answered, actor=asker, text="x", token="a")
    assert not Message.objects.exists()


def test_night_passes_by_what_is_not_answered(asker: User, run_outbox: Callable[[], int]) -> None:
    request = make_request(asker)
    SupportRequest.objects.update(status_since=noon(ANSWERED_ON))
    settle_answers()
    assert mailed(request, "silence:") == []


def test_owner_hears_that_the_answer_did_not_help_and_by_when_another_was_promised(
    answered: SupportRequest, asker: User
) -> None:
    MailMessage.objects.all().delete()
    for _ in range(2):
        reopen_request(request=answered, actor=asker, text="Wij missen de kosten.", token="a")
    assert answered.owner is not None
    (mail,) = MailMessage.objects.filter(to=answered.owner.email)
    assert mail.subject == f"Het antwoord hielp niet: verzoek {answered.reference}"
    course = course_of(answered.kind)
    due = date_format(last_day_of_term(timezone.localdate(), course.norm.lead), "j F Y")
    assert f"Uiterlijk op {due} moet de gemeente opnieuw {course.first_answer} krijgen" in mail.body
    assert "Wij missen de kosten." not in mail.body
