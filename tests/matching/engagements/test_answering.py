"""What somebody answers, logged in or with the link of the mail."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from expertpool.directory.services import withdraw_consent
from expertpool.models import ExpertProfile
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.enums import InvitationState, MissionState, Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import withdraw_invitation
from matching.engagements.workflow import INVITATION_STEPS, OPEN_INVITATION
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_taken_request
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_yes_makes_a_mission_and_tells_loket_gemeente_and_person() -> None:
    asker = make_asker()
    invitation = make_invitation(request=make_taken_request(asker=asker))
    record_answer(invitation=invitation, reply=Reply.YES, actor=expert_of(invitation))
    mission = Mission.objects.get()
    assert (mission.invitation, mission.days, mission.state) == (invitation, 3, MissionState.PLANNED)
    told = set(
        MailMessage.objects.filter(key__regex="^(mission|invitation):")
        .exclude(key__endswith=":new")
        .values_list("to", flat=True)
    )
    owner = invitation.request.owner
    assert owner is not None
    assert told == {asker.email, owner.email, expert_of(invitation).email}


def test_mail_to_the_gemeente_names_nobody() -> None:
    invitation = make_invitation(request=make_taken_request(asker=make_asker()))
    record_answer(invitation=invitation, reply=Reply.YES, actor=expert_of(invitation))
    mail = MailMessage.objects.get(key__contains=":gemeente:")
    assert invitation.whom not in mail.body
    assert expert_of(invitation).name not in mail.body


@pytest.mark.parametrize("reply", Reply)
def test_same_answer_twice_changes_nothing_the_second_time(reply: Reply) -> None:
    invitation = make_invitation()
    day = timezone.localdate() + timedelta(days=9)
    for _ in range(2):
        record_answer(
            invitation=invitation, reply=reply, token=invitation.token, code="te_ver", proposed_start=day
        )
    assert events_of(invitation).filter(action="matching.invitation").count() == 1
    assert MailMessage.objects.filter(key__contains=":desk:", key__startswith="invitation:").count() == 1


def test_no_keeps_its_reason_and_words_and_the_mail_does_not() -> None:
    invitation = make_invitation()
    record_answer(
        invitation=invitation, reply=Reply.NO, actor=expert_of(invitation), code="betrokken",
        words="Ik werkte er zelf.",
    )  # fmt: skip
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_code) == (InvitationState.DECLINED, "betrokken")
    assert invitation.answer_words == "Ik werkte er zelf."
    assert "Ik werkte" not in MailMessage.objects.get(key__contains=":desk:").body


def test_link_answers_without_an_account_and_the_trail_says_so() -> None:
    invitation = make_invitation()
    record_answer(invitation=invitation, reply=Reply.YES, token=invitation.token)
    event = events_of(invitation).get(action="matching.invitation")
    assert (event.actor_id, event.data["by"]) == (None, "link")


@pytest.mark.parametrize("token", ["", "verkeerd"])
def test_nobody_answers_for_somebody_else(token: str) -> None:
    invitation, stranger = make_invitation(), UserFactory(role="expert")
    other = make_invitation()
    for actor, key in ((None, token), (stranger, token), (stranger, other.token)):
        with pytest.raises(PermissionDenied):
            record_answer(invitation=invitation, reply=Reply.YES, actor=actor, token=key)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


def test_after_the_term_neither_link_nor_person_may_answer() -> None:
    invitation = make_invitation()
    Invitation.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    with pytest.raises(WrongStepError, match="termijn"):
        record_answer(invitation=invitation, reply=Reply.YES, token=invitation.token)
    with pytest.raises(WrongStepError, match="termijn"):
        record_answer(invitation=invitation, reply=Reply.NO, actor=expert_of(invitation), code="anders")


def test_on_the_last_day_an_answer_still_counts() -> None:
    invitation = make_invitation()
    Invitation.objects.update(answer_by=timezone.localdate())
    record_answer(invitation=invitation, reply=Reply.YES, token=invitation.token)
    assert Mission.objects.exists()


def test_invitation_that_was_taken_back_gets_no_answer() -> None:
    invitation = make_invitation()
    withdraw_invitation(invitation=invitation, actor=invitation.request.owner)
    with pytest.raises(WrongStepError, match="ingetrokken"):
        record_answer(invitation=invitation, reply=Reply.YES, token=invitation.token)
    assert not Mission.objects.exists()


def test_whoever_withdrew_consent_does_not_become_part_of_a_mission() -> None:
    invitation = make_invitation()
    assert invitation.profile is not None
    withdraw_consent(profile=invitation.profile, actor=expert_of(invitation))
    with pytest.raises(WrongStepError, match="toestemming"):
        record_answer(invitation=invitation, reply=Reply.YES, actor=expert_of(invitation))


def test_whose_consent_lapsed_does_not_become_part_of_a_mission() -> None:
    invitation = make_invitation()
    ExpertProfile.objects.update(consent_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(WrongStepError, match="toestemming"):
        record_answer(invitation=invitation, reply=Reply.YES, actor=expert_of(invitation))


def test_answer_that_was_given_is_final() -> None:
    invitation = make_invitation()
    record_answer(invitation=invitation, reply=Reply.NO, token=invitation.token, code="anders")
    with pytest.raises(WrongStepError):
        record_answer(invitation=invitation, reply=Reply.YES, token=invitation.token)


def test_every_state_has_a_row_and_open_ones_have_a_way_out() -> None:
    assert set(INVITATION_STEPS) == set(InvitationState)
    assert {state for state, following in INVITATION_STEPS.items() if following} == set(OPEN_INVITATION)
