"""Who leaves the pool is asked nothing any more: in the same transaction, and for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from expertpool.consents.services import give_consent
from expertpool.control.services import delete_profile
from expertpool.directory.services import withdraw_consent
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox import drain
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.enums import InvitationState, LapseReason, MissionState, Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.settling import HELPER_CLOSED, settle_closed_account, settle_invitation
from matching.history import CLOSED_ACCOUNT, history_of
from matching.requests.services.steps import withdraw_request
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_mission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LEAVE: dict[str, Callable[[ExpertProfile, User], object]] = {
    "withdrawn": lambda profile, user: withdraw_consent(profile=profile, actor=user),
    "erased": lambda profile, user: delete_profile(profile=profile, actor=user),
}


def profile_of(invitation: Invitation) -> ExpertProfile:
    assert invitation.profile is not None
    return invitation.profile


def keys_to(user: User | None) -> list[str]:
    assert user is not None
    return list(MailMessage.objects.filter(to=user.email).values_list("key", flat=True))


@pytest.mark.parametrize("how", LEAVE)
def test_open_invitations_end_with_who_leaves_and_the_owner_hears(how: str) -> None:
    waits, stays = make_invitation(), make_invitation()
    person = expert_of(waits)
    dated = make_invitation(profile_of(waits))
    day = timezone.localdate() + timedelta(days=9)
    record_answer(invitation=dated, reply=Reply.OTHER_DATE, actor=person, proposed_start=day)
    LEAVE[how](profile_of(waits), person)
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states == {
        waits.pk: InvitationState.WITHDRAWN, dated.pk: InvitationState.WITHDRAWN, stays.pk: InvitationState.SENT,
    }  # fmt: skip
    for ended in (waits, dated):
        told = keys_to(ended.request.owner)
        assert any(f"invitation:{ended.pk}:ingetrokken:desk" in key for key in told)
        last = events_of(ended).filter(action="matching.invitation").last()
        assert last is not None
        assert last.actor == person
    assert not any(f":{stays.pk}:ingetrokken" in key for key in keys_to(stays.request.owner))


def close_account(user: User) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])
    drain()


def test_open_invitations_end_soon_after_beheer_closes_the_account() -> None:
    waits, stays = make_invitation(), make_invitation()
    close_account(expert_of(waits))
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states == {waits.pk: InvitationState.WITHDRAWN, stays.pk: InvitationState.SENT}
    assert any(f"invitation:{waits.pk}:ingetrokken:desk" in key for key in keys_to(waits.request.owner))


def test_invitations_stay_when_the_account_is_open_again_before_they_would_end() -> None:
    invitation = make_invitation()
    person = expert_of(invitation)
    for is_active in (False, True):
        person.is_active = is_active
        person.save(update_fields=["is_active"])
    drain()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


@pytest.mark.parametrize("state", [MissionState.PLANNED, MissionState.RUNNING])
def test_owner_hears_once_that_who_helps_has_a_closed_account_and_the_mission_stays(
    state: MissionState,
) -> None:
    mission, other = make_mission(state=state), make_mission(state=state)
    request = mission.invitation.request
    close_account(expert_of(mission.invitation))
    settle_closed_account({"user": expert_of(mission.invitation).pk})
    mail = MailMessage.objects.get(key__startswith=f"mission:{mission.pk}:closed:")
    assert request.owner is not None
    assert mail.to == request.owner.email
    assert mail.subject == f"Het account van wie helpt is gesloten: {request.reference}"
    for told in ("De opdracht staat nog open", "Breek de opdracht af", "nodig iemand anders uit"):
        assert told in mail.body
    assert f"/loket/uitnodigingen/{mission.invitation.pk}/" in mail.body
    assert not MailMessage.objects.filter(key__startswith=f"mission:{other.pk}:closed:").exists()
    assert Mission.objects.get(pk=mission.pk).state == state, "a person decides"
    assert events_of(mission).filter(action=HELPER_CLOSED).count() == 1
    line = CLOSED_ACCOUNT.format(mission.invitation.whom)
    assert line in [one.text for one in history_of(request, request.owner)]
    assert request.created_by is not None
    assert line not in [one.text for one in history_of(request, request.created_by)]


@pytest.mark.parametrize("state", [MissionState.REPORTED, MissionState.ENDED])
def test_nothing_is_told_of_a_closed_account_whose_work_is_done(state: MissionState) -> None:
    close_account(expert_of(make_mission(state=state).invitation))
    assert not MailMessage.objects.filter(key__contains=":closed:desk").exists()


def test_page_of_the_invitation_says_that_the_account_is_closed(site_tree: Any) -> None:
    mission = make_mission(state=MissionState.RUNNING)
    client = Client()
    assert mission.invitation.invited_by is not None
    client.force_login(mission.invitation.invited_by)
    address = f"/loket/uitnodigingen/{mission.invitation.pk}/"
    assert "Het account van deze persoon is gesloten" not in client.get(address).content.decode()
    close_account(expert_of(mission.invitation))
    assert "Het account van deze persoon is gesloten" in client.get(address).content.decode()


def test_form_of_an_account_says_what_is_open_before_it_is_closed(site_tree: Any, as_role: Any) -> None:
    call_command("set_up_roles", verbosity=0)
    person = expert_of(make_mission(state=MissionState.RUNNING).invitation)
    make_invitation(ExpertProfile.objects.get(user=person))
    owner = make_invitation().request.owner
    assert owner is not None
    beheer, free = as_role("beheer"), UserFactory(role="expert")
    shown = {
        user: beheer.get(f"/admin/users/edit/{user.pk}/").content.decode() for user in (person, owner, free)
    }
    assert "1 opdracht (het loket krijgt bericht" in shown[person]
    assert "1 uitnodiging zonder antwoord" in shown[person]
    assert "1 verzoek als eigenaar" in shown[owner]
    assert "Nu staat open" not in shown[free]
    close_account(person)
    assert "Nu staat open" not in beheer.get(f"/admin/users/edit/{person.pk}/").content.decode()


def end_the_request(invitation: Invitation) -> None:
    assert invitation.request.created_by is not None
    withdraw_request(request=invitation.request, actor=invitation.request.created_by)
    drain()


def let_the_term_pass(invitation: Invitation) -> None:
    settle_invitation(pk=invitation.pk, today=invitation.answer_by + timedelta(days=1))


def let_the_day_pass(invitation: Invitation) -> None:
    day = timezone.localdate() + timedelta(days=9)
    record_answer(
        invitation=invitation, reply=Reply.OTHER_DATE, actor=expert_of(invitation), proposed_start=day
    )
    settle_invitation(pk=invitation.pk, today=day + timedelta(days=1))


LAPSES: dict[LapseReason, Callable[[Invitation], object]] = {
    LapseReason.ACCOUNT: lambda invitation: close_account(expert_of(invitation)),
    LapseReason.POOL: lambda invitation: withdraw_consent(
        profile=profile_of(invitation), actor=expert_of(invitation)
    ),
    LapseReason.REQUEST: end_the_request,
    LapseReason.TIME: let_the_term_pass,
    LapseReason.DAY: let_the_day_pass,
}


@pytest.mark.parametrize("why", LapseReason)
def test_mail_and_history_say_why_an_invitation_lapsed(why: LapseReason) -> None:
    invitation = make_invitation()
    owner, whom = invitation.request.owner, invitation.whom
    LAPSES[why](invitation)
    invitation.refresh_from_db()
    mail = MailMessage.objects.get(key__contains=f"invitation:{invitation.pk}:{invitation.state}:desk")
    assert mail.subject == f"Een uitnodiging vervalt: {invitation.request.reference}"
    assert why.label in mail.body
    assert owner is not None
    told = [one.text for one in history_of(invitation.request, owner)]
    assert f"Uitnodiging vervallen: {whom}. {why.label}" in told


def test_consent_that_is_given_again_brings_no_invitation_back() -> None:
    invitation = make_invitation()
    profile, person = profile_of(invitation), expert_of(invitation)
    withdraw_consent(profile=profile, actor=person)
    give_consent(profile=profile, actor=person)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN
    client = Client()
    client.force_login(person)
    assert not client.get("/mijn/uitnodigingen/").context["waiting"]


def test_mission_goes_on_when_consent_is_withdrawn() -> None:
    mission = make_mission(state=MissionState.RUNNING)
    withdraw_consent(profile=profile_of(mission.invitation), actor=expert_of(mission.invitation))
    assert Mission.objects.get().state == MissionState.RUNNING


def test_nothing_is_withdrawn_when_the_mail_of_an_invitation_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invitation = make_invitation()
    profile = profile_of(invitation)

    def fails(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("matching.engagements.services.settling.tell_desk_of_lapse", fails)
    with pytest.raises(RuntimeError):
        withdraw_consent(profile=profile, actor=expert_of(invitation))
    profile.refresh_from_db()
    invitation.refresh_from_db()
    assert profile.consent_until is not None
    assert invitation.state == InvitationState.SENT


@pytest.mark.parametrize("where", ["intrekken", "wissen"])
def test_page_says_first_what_ends(where: str) -> None:
    invitation = make_invitation()
    client = Client()
    client.force_login(expert_of(invitation))
    shown = client.get(f"/mijn/profiel/{where}/").content.decode()
    assert "Er wacht nog een uitnodiging op antwoord. Die vervalt" in shown
