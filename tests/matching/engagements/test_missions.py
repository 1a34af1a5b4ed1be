"""A mission from planned to its end, what is counted of it, and what the nights do with invitations."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.selectors import members_of_gemeente
from krachtwijken.core import retention
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.enums import InvitationState, MissionState, Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.forgetting import BLANKED
from matching.engagements.services.missions import end_mission, start_mission, stop_mission, submit_report
from matching.engagements.services.settling import settle_invitation, settle_invitations
from matching.engagements.track import TrackRecord, track_record_of
from matching.engagements.workflow import MISSION_STEPS
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import (
    MESSAGE,
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
S = MissionState


def steps_of(mission: Mission) -> dict[S, Callable[[], Any]]:
    desk, expert = mission.invitation.request.owner, expert_of(mission.invitation)
    assert desk is not None
    return {
        S.RUNNING: lambda: start_mission(mission=mission, actor=expert),
        S.REPORTED: lambda: submit_report(mission=mission, actor=expert, report="Rustiger."),
        S.ENDED: lambda: end_mission(mission=mission, actor=desk),
        S.BROKEN_OFF: lambda: stop_mission(mission=mission, actor=desk, reason="De wijk wil anders."),
    }


@pytest.mark.parametrize("now", [S.PLANNED, S.RUNNING, S.REPORTED, S.ENDED])
@pytest.mark.parametrize("to", [S.RUNNING, S.REPORTED, S.ENDED, S.BROKEN_OFF])
def test_only_the_steps_of_the_table_are_taken(now: MissionState, to: MissionState) -> None:
    mission = make_mission(state=now)
    before = mission.report
    if to in MISSION_STEPS[now]:
        steps_of(mission)[to]()
    elif to == now:
        steps_of(mission)[to]()
        assert Mission.objects.get().report == before
    else:
        with pytest.raises(WrongStepError, match=S(now).label.lower()):
            steps_of(mission)[to]()
    assert Mission.objects.get().state == (to if to in MISSION_STEPS[now] else now)


def test_every_state_of_a_mission_has_a_row() -> None:
    assert set(MISSION_STEPS) == set(MissionState)


def test_whose_mission_it_is_reports_and_the_loket_ends() -> None:
    mission = make_mission(state=S.RUNNING)
    desk, expert = mission.invitation.request.owner, expert_of(mission.invitation)
    assert desk is not None
    stranger = UserFactory(role="expert")
    for actor in (stranger, desk, UserFactory(role="gemeente")):
        with pytest.raises(PermissionDenied):
            submit_report(mission=mission, actor=actor, report="x")
    for actor in (stranger, expert):
        with pytest.raises(PermissionDenied):
            end_mission(mission=mission, actor=actor)
        with pytest.raises(PermissionDenied):
            stop_mission(mission=mission, actor=actor, reason="x")
    with pytest.raises(PermissionDenied):
        start_mission(mission=mission, actor=stranger)


def test_whoever_did_not_do_it_hears_of_it_without_a_word_of_the_report() -> None:
    mission = make_mission(state=S.ENDED)
    desk, expert = mission.invitation.request.owner, expert_of(mission.invitation)
    assert desk is not None
    mails = MailMessage.objects.filter(key__startswith=f"mission:{mission.pk}:").exclude(
        key__contains="gemeente"
    )
    heard = {(mail.key.split(":")[2], mail.to) for mail in mails}
    assert heard == {(S.RUNNING, desk.email), (S.REPORTED, desk.email), (S.ENDED, expert.email)}
    assert not any("avonden" in mail.body for mail in mails)
    actions = events_of(mission).values_list("data__to", flat=True)
    assert list(actions) == [S.RUNNING, S.REPORTED, S.ENDED]


def test_track_record_counts_work_that_was_done() -> None:
    profile = make_expert(max_parallel=9)
    assert track_record_of(profile.pk) == TrackRecord()
    make_mission(make_invitation(profile))
    make_mission(make_invitation(profile), S.RUNNING)
    for state in (S.REPORTED, S.ENDED):
        make_mission(make_invitation(profile), state)
    record = track_record_of(profile.pk)
    assert (record.missions, record.last) == (2, timezone.localdate())
    assert record.kinds == ("Een betere analyse van de wijk",)


def sent_ago(invitation: Invitation, days: int, left: int) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        sent_at=timezone.now() - timedelta(days=days), answer_by=timezone.localdate() + timedelta(days=left)
    )


def test_reminder_is_sent_once_two_days_before_the_end() -> None:
    due, early = make_invitation(), make_invitation()
    sent_ago(due, 5, 2)
    sent_ago(early, 5, 3)
    for _ in range(2):
        settle_invitations()
    mails = MailMessage.objects.filter(key__endswith=":reminder")
    assert [mail.to for mail in mails] == [expert_of(due).email]
    assert list(Invitation.objects.exclude(reminded_at=None)) == [due]
    assert events_of(due).filter(action="matching.invitation_reminded").count() == 1


def test_invitation_expires_on_the_night_after_its_last_day() -> None:
    invitation, last_day = make_invitation(), make_invitation()
    sent_ago(invitation, 9, -1)
    sent_ago(last_day, 9, 0)
    for _ in range(2):
        settle_invitations()
    invitation.refresh_from_db()
    last_day.refresh_from_db()
    assert (invitation.state, last_day.state) == (InvitationState.EXPIRED, InvitationState.SENT)
    assert MailMessage.objects.filter(key__endswith=":verlopen").count() == 1


def test_proposed_date_that_passed_without_an_answer_of_the_loket_ends_it() -> None:
    invitation = make_invitation()
    day = timezone.localdate() + timedelta(days=3)
    record_answer(invitation=invitation, reply=Reply.OTHER_DATE, token=invitation.token, proposed_start=day)
    settle_invitation(pk=invitation.pk, today=day)
    assert Invitation.objects.get().state == InvitationState.OTHER_DATE
    settle_invitation(pk=invitation.pk, today=day + timedelta(days=1))
    assert Invitation.objects.get().state == InvitationState.EXPIRED


def test_invitation_for_what_is_over_is_taken_back_at_night() -> None:
    asker = make_asker()
    ended = make_invitation(request=make_taken_request(asker=asker))
    withdraw_request(request=ended.request, actor=asker)
    without_consent, stays = make_invitation(), make_invitation()
    assert without_consent.profile is not None
    ExpertProfile.objects.filter(pk=without_consent.profile.pk).update(
        consent_until=timezone.localdate() - timedelta(days=1)
    )
    settle_invitations()
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states[ended.pk] == states[without_consent.pk] == InvitationState.WITHDRAWN
    assert states[stays.pk] == InvitationState.SENT


def test_words_go_five_years_after_the_end_and_the_rest_stays() -> None:
    old, young, running = (
        make_mission(state=S.ENDED),
        make_mission(state=S.ENDED),
        make_mission(state=S.RUNNING),
    )
    for mission, days in ((old, 5 * 365 + 1), (young, 5 * 365 - 1), (running, 9 * 365)):
        moment = timezone.now() - timedelta(days=days)
        Mission.objects.filter(pk=mission.pk).update(state_since=moment)
        Invitation.objects.filter(pk=mission.invitation_id).update(state_since=moment, answer_words="Graag.")
    assert retention.RULES["matching.engagements"]() == 1
    assert retention.RULES["matching.engagements"]() == 0
    for mission in (old, young, running):
        mission.refresh_from_db()
    invitation = Invitation.objects.get(pk=old.invitation_id)
    assert (invitation.message, invitation.answer_words, old.report) == (BLANKED, "", "")
    assert (old.state, old.days) == (S.ENDED, 3)
    assert young.report != ""
    assert Invitation.objects.get(pk=running.invitation_id).answer_words == "Graag."


def test_words_of_an_invitation_without_a_mission_go_five_years_after_it_ended() -> None:
    old, young, waits = make_invitation(), make_invitation(), make_invitation()
    for invitation, days in ((old, 5 * 365 + 1), (young, 5 * 365 - 1), (waits, 9 * 365)):
        fields: dict[str, Any] = {"state_since": timezone.now() - timedelta(days=days)}
        if invitation != waits:
            fields["state"] = InvitationState.EXPIRED
        Invitation.objects.filter(pk=invitation.pk).update(**fields)
    assert retention.RULES["matching.engagements"]() == 1
    assert dict(Invitation.objects.values_list("pk", "message")) == {
        old.pk: BLANKED, young.pk: MESSAGE, waits.pk: MESSAGE,
    }  # fmt: skip


def test_profile_that_is_forgotten_leaves_the_history_of_the_request() -> None:
    mission = make_mission(state=S.ENDED)
    assert mission.invitation.profile is not None
    mission.invitation.profile.delete()
    left = Invitation.objects.get()
    assert (left.whom, left.profile) == ("Iemand die niet meer in de pool staat", None)


def test_gemeente_hears_once_that_the_help_stops_and_not_why(
    run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    mission = make_mission(state=S.RUNNING)
    request, desk = mission.invitation.request, mission.invitation.invited_by
    assert desk is not None
    run_outbox()
    mailoutbox.clear()
    for _ in range(2):
        stop_mission(mission=mission, actor=desk, reason="De straatcoach is ziek.")
        run_outbox()
    subject = f"De hulp bij verzoek {request.reference} stopt"
    told = [mail for mail in mailoutbox if mail.subject == subject]
    assert [mail.to for mail in told] == [[member.email] for member in members_of_gemeente(request.gemeente)]
    assert told
    assert not any("ziek" in mail.body for mail in mailoutbox)


@pytest.mark.parametrize("has_account", [True, False])
def test_loket_reads_who_hears_of_a_step(as_role: Callable[..., Client], has_account: bool) -> None:
    mission = make_mission(state=S.RUNNING)
    if not has_account:
        ExpertProfile.objects.filter(pk=mission.invitation.profile_id).update(user=None)
    address = f"/loket/uitnodigingen/{mission.invitation_id}/"
    page = as_role("loket").post(address, {"doe": "stop", "reason": "Ziek."}, follow=True).content.decode()
    assert ("De ander en de gemeente krijgen hier bericht van." in page) is has_account
    assert ("heeft geen account en krijgt geen bericht: bel of mail zelf." in page) is not has_account
