"""The loket asks somebody: who may, whom, and how many at a time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format

from expertpool.models import ExpertProfile
from krachtwijken.accounts.services.accounts import change_account
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Wijk
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.enums import InvitationState, MissionState, Reply
from matching.engagements.load import Load, load_of, taken_by_profile
from matching.engagements.models import Invitation, Mission
from matching.engagements.rules import answer_term_from
from matching.engagements.selectors import invitations_for_gemeente
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import (
    ALREADY_ASKED,
    ALREADY_AT_WORK,
    InvitationRefusedError,
    NoRoomError,
    confirm_date,
    invite_expert,
    withdraw_invitation,
)
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import decide_request, withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import (
    MESSAGE,
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
    owner_of_profile,
)
from tests.factories.requests import PROBLEM, make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_invitation_is_written_with_its_trail_and_one_mail_to_the_person() -> None:
    profile = make_expert()
    invitation = make_invitation(profile)
    (event,) = events_of(invitation)
    assert (event.action, event.actor_id) == ("matching.invited", invitation.invited_by_id)
    assert event.data["overruled"] is False
    (mail,) = MailMessage.objects.filter(to=owner_of_profile(profile).email)
    assert invitation.token in mail.body
    assert invitation.request.reference in mail.subject


def test_mail_says_nothing_of_the_question_nor_of_the_request() -> None:
    make_invitation()
    (mail,) = MailMessage.objects.filter(key__startswith="invitation:")
    assert MESSAGE not in mail.body
    assert PROBLEM not in mail.body


def test_invitation_sent_twice_is_one_invitation_and_one_mail() -> None:
    profile, request = make_expert(), make_taken_request()
    assert make_invitation(profile, request) == make_invitation(profile, request)
    assert Invitation.objects.count() == 1
    assert MailMessage.objects.filter(key__startswith="invitation:").count() == 1


def test_second_invitation_with_another_question_is_refused_while_the_first_is_open() -> None:
    profile, request = make_expert(), make_taken_request()
    make_invitation(profile, request)
    with pytest.raises(InvitationRefusedError, match=ALREADY_ASKED):
        make_invitation(profile, request, message="Iets anders")
    with pytest.raises(InvitationRefusedError, match=ALREADY_ASKED):
        make_invitation(profile, request, actor=UserFactory(role="loket"))


def test_whoever_said_no_may_be_asked_again_and_whoever_works_on_it_may_not() -> None:
    profile, request = make_expert(), make_taken_request()
    first = make_invitation(profile, request)
    record_answer(invitation=first, reply=Reply.NO, actor=owner_of_profile(profile), code="geen_tijd")
    again = make_invitation(profile, request)
    assert again != first
    record_answer(invitation=again, reply=Reply.YES, actor=owner_of_profile(profile))
    with pytest.raises(InvitationRefusedError, match=ALREADY_AT_WORK):
        make_invitation(profile, request)


@pytest.mark.parametrize("role", ["gemeente", "expert", "accountmanager", "beheer", "redactie"])
def test_nobody_but_the_loket_invites_or_takes_back(role: str) -> None:
    invitation, actor = make_invitation(), UserFactory(role=role)
    with pytest.raises(PermissionDenied):
        make_invitation(request=invitation.request, actor=actor)
    with pytest.raises(PermissionDenied):
        withdraw_invitation(invitation=invitation, actor=actor)
    with pytest.raises(PermissionDenied):
        confirm_date(invitation=invitation, actor=actor)


def close_account(profile: ExpertProfile) -> None:
    user = owner_of_profile(profile)
    user.is_active = False
    change_account(user=user, fields=["is_active"], actor=None)


def change(**fields: Any) -> Callable[[ExpertProfile], Any]:
    return lambda profile: ExpertProfile.objects.filter(pk=profile.pk).update(**fields)


NEVER: dict[str, tuple[Callable[[ExpertProfile], Any], str]] = {
    "withdrawn": (change(consent_until=None), "toestemming"),
    "lapsed": (change(consent_until=date(2020, 1, 1)), "toestemming"),
    "no days": (change(days_per_month=0), "geen dagen"),
    "no missions": (change(max_parallel=0), "geen opdrachten"),
    "closed": (close_account, "gesloten"),
}


@pytest.mark.parametrize(("spoil", "word"), NEVER.values(), ids=NEVER)
def test_whoever_may_not_be_asked_is_not_whatever_reason_is_given(
    spoil: Callable[[ExpertProfile], Any], word: str
) -> None:
    profile = make_expert()
    spoil(profile)
    with pytest.raises(InvitationRefusedError, match=word) as refused:
        make_invitation(profile, overrule="Het moet toch.")
    assert not isinstance(refused.value, NoRoomError)
    assert not Invitation.objects.exists()
    assert not MailMessage.objects.filter(key__startswith="invitation:").exists()


def test_full_person_is_asked_with_a_reason_only_and_the_trail_knows_who_decided_so() -> None:
    profile = make_expert(max_parallel=1)
    make_invitation(profile)
    with pytest.raises(NoRoomError, match="1 van 1"):
        make_invitation(profile)
    with pytest.raises(NoRoomError):
        make_invitation(profile, overrule="   ")
    over = make_invitation(profile, overrule="De burgemeester vroeg zelf om deze persoon.")
    assert over.overruling == "De burgemeester vroeg zelf om deze persoon."
    (event,) = events_of(over)
    assert (event.actor_id, event.data["overruled"]) == (over.invited_by_id, True)
    assert (event.data["taken"], event.data["most"]) == (1, 1)


def test_reason_is_not_kept_when_there_was_room_all_along() -> None:
    assert make_invitation(overrule="Voor de zekerheid.").overruling == ""


def test_load_counts_open_invitations_and_missions_that_are_not_done() -> None:
    profile = make_expert(max_parallel=9)
    expert = owner_of_profile(profile)
    record_answer(invitation=make_invitation(profile), reply=Reply.NO, actor=expert, code="anders")
    withdraw_invitation(invitation=(taken_back := make_invitation(profile)), actor=taken_back.request.owner)
    make_invitation(profile)
    for state in (MissionState.PLANNED, MissionState.RUNNING, MissionState.REPORTED, MissionState.ENDED):
        make_mission(make_invitation(profile), state)
    assert load_of(profile) == Load(invitations=1, missions=2, most=9)
    assert taken_by_profile([profile.pk]) == {profile.pk: 3}
    assert load_of(profile).room == 6


@pytest.mark.parametrize("status", [RequestStatus.AFGEWEZEN, RequestStatus.BEANTWOORD])
def test_nobody_is_asked_for_a_request_that_was_decided(status: RequestStatus) -> None:
    request = make_taken_request()
    decide_request(request=request, actor=request.owner, to=status, reason="r", alternative="a", advice=[])
    with pytest.raises(InvitationRefusedError, match="Voor dit verzoek"):
        make_invitation(request=request)


def test_nobody_is_asked_for_a_request_that_nobody_took_yet() -> None:
    with pytest.raises(InvitationRefusedError, match="Voor dit verzoek"):
        make_invitation(request=make_request(), actor=UserFactory(role="loket"))


def test_withdrawn_invitation_tells_the_person_once_and_frees_the_room() -> None:
    profile = make_expert(max_parallel=1)
    invitation = make_invitation(profile)
    for _ in range(2):
        withdraw_invitation(invitation=invitation, actor=invitation.request.owner)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN
    assert (
        MailMessage.objects.filter(key__startswith="invitation:", subject__contains="gesloten").count() == 1
    )
    assert events_of(invitation).filter(action="matching.invitation").count() == 1
    assert load_of(profile).room == 1


def test_invitation_that_was_answered_is_not_taken_back() -> None:
    mission = make_mission()
    with pytest.raises(WrongStepError, match="aangenomen"):
        withdraw_invitation(invitation=mission.invitation, actor=mission.invitation.request.owner)


def test_date_that_was_proposed_becomes_the_start_when_the_loket_agrees() -> None:
    invitation = make_invitation()
    day = timezone.localdate() + timedelta(days=30)
    record_answer(
        invitation=invitation, reply=Reply.OTHER_DATE, actor=expert_of(invitation), proposed_start=day
    )
    for _ in range(2):
        confirm_date(invitation=invitation, actor=invitation.request.owner)
    mission = Mission.objects.get()
    assert (mission.start, mission.days, mission.state) == (day, 3, MissionState.PLANNED)
    told = MailMessage.objects.filter(key__regex=r"^(invitation|mission):\d+:(accepted|gemeente)")
    assert told.count() == 2
    for mail in told:
        assert (
            f" begin is {date_format(day, 'j F Y')}" in mail.body
            or f" begin af: {date_format(day, 'j F Y')}" in mail.body
        )
        assert "over het begin" not in mail.body


def test_mails_promise_a_word_about_the_beginning_when_no_day_was_agreed() -> None:
    make_mission()
    told = MailMessage.objects.filter(key__regex=r"^(invitation|mission):\d+:(accepted|gemeente)")
    assert told.count() == 2
    assert all("over het begin" in mail.body for mail in told)


def test_person_without_an_account_can_be_asked_and_gets_no_mail() -> None:
    profile = make_expert()
    ExpertProfile.objects.filter(pk=profile.pk).update(user=None)
    invitation = make_invitation(profile)
    assert invitation.state == InvitationState.SENT
    assert not MailMessage.objects.filter(key__startswith="invitation:").exists()


def test_request_that_its_gemeente_withdrew_gets_no_mission_any_more() -> None:
    asker = make_asker()
    invitation = make_invitation(request=make_taken_request(asker=asker))
    withdraw_request(request=invitation.request, actor=asker)
    with pytest.raises(WrongStepError, match="loopt niet meer"):
        record_answer(invitation=invitation, reply=Reply.YES, actor=expert_of(invitation))


@pytest.mark.parametrize(
    ("today", "last_day"),
    [(date(2026, 11, 30), date(2026, 12, 7)), (date(2026, 12, 4), date(2026, 12, 11)), (date(2026, 12, 5), date(2026, 12, 11))],
)  # fmt: skip
def test_term_is_five_working_days_but_for_a_kind_that_gives_more(today: date, last_day: date) -> None:
    assert answer_term_from(today, "topdog") == last_day
    assert answer_term_from(today, "koppeling") > last_day


def test_number_of_days_is_checked_by_the_service_too() -> None:
    with pytest.raises(Exception, match="days"):
        invite_expert(
            request=(asked := make_taken_request()), profile=make_expert(), actor=asked.owner, message="m", days=0,
            answer_by=timezone.localdate(),
        )  # fmt: skip


def test_end_of_a_request_takes_its_open_invitations_back_at_once(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    invitation = make_invitation(request=make_taken_request(asker=asker))
    elsewhere = make_invitation()
    withdraw_request(request=invitation.request, actor=asker)
    run_outbox()
    invitation.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (invitation.state, elsewhere.state) == (InvitationState.WITHDRAWN, InvitationState.SENT)
    assert MailMessage.objects.filter(to=expert_of(invitation).email).count() == 2
    assert MailMessage.objects.filter(to=expert_of(elsewhere).email).count() == 1


def test_gemeente_reads_of_its_own_request_only_that_somebody_comes() -> None:
    asker, stranger = make_asker(), UserFactory(role="gemeente")
    join_gemeente(user=stranger, gemeente=Gemeente.objects.get(slug="nijmegen"), actor=None)
    make_request(stranger, wijk_id=Wijk.objects.filter(gemeente__slug="nijmegen")[0].pk)
    mission = make_mission(make_invitation(request=make_taken_request(asker=asker)))
    request = mission.invitation.request
    assert list(invitations_for_gemeente(asker, request)) == [mission.invitation]
    assert list(invitations_for_gemeente(stranger, request)) == []
