"""What the services of invitations and missions are tried with."""

from datetime import timedelta

from django.utils import timezone

from krachtwijken.accounts.models import User
from matching.conversation.services.promises import add_promise, drop_promises
from matching.engagements.enums import MissionState, Reply, StopCode
from matching.engagements.models import Invitation
from matching.engagements.services.answering import record_answer
from matching.engagements.services.forgetting import forget_words
from matching.engagements.services.inviting import confirm_date, invite_expert, withdraw_invitation
from matching.engagements.services.leaving import leave_mission
from matching.engagements.services.missions import (
    end_mission,
    reset_start,
    start_mission,
    stop_mission,
    submit_report,
)
from matching.engagements.services.settling import settle_invitation, settle_mission, tell_of_closed_helper
from matching.models import SupportRequest
from tests.factories.engagements import (
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.failing.registry import Call, tries


@tries(invite_expert)
def somebody_with_room() -> Call:
    profile, request = make_expert(), make_taken_request()
    return lambda: make_invitation(profile, request)


@tries(invite_expert)
def somebody_who_is_full() -> Call:
    profile, request = make_expert(max_parallel=1), make_taken_request()
    make_invitation(profile)
    return lambda: make_invitation(profile, request, overrule="Niemand anders kan dit.")


@tries(withdraw_invitation)
def open_invitation() -> Call:
    invitation = make_invitation()
    return lambda: withdraw_invitation(invitation=invitation, actor=invitation.request.owner)


@tries(confirm_date)
def other_date() -> Call:
    invitation = make_invitation()
    day = timezone.localdate() + timedelta(days=20)
    record_answer(
        invitation=invitation, reply=Reply.OTHER_DATE, actor=expert_of(invitation), proposed_start=day
    )
    return lambda: confirm_date(invitation=invitation, actor=invitation.request.owner)


@tries(record_answer)
def said_yes() -> Call:
    invitation = make_invitation()
    return lambda: record_answer(invitation=invitation, reply=Reply.YES, actor=expert_of(invitation))


@tries(record_answer)
def said_no_by_link() -> Call:
    invitation = make_invitation()
    return lambda: record_answer(
        invitation=invitation,
        reply=Reply.NO,
        token=invitation.token,
        code="geen_tijd",
        words="Volgend jaar wel.",
    )


@tries(start_mission)
def planned() -> Call:
    mission = make_mission()
    return lambda: start_mission(mission=mission, actor=expert_of(mission.invitation))


@tries(submit_report)
def running() -> Call:
    mission = make_mission(state=MissionState.RUNNING)
    return lambda: submit_report(
        mission=mission, actor=expert_of(mission.invitation), report="Het is rustiger."
    )


@tries(end_mission)
def reported() -> Call:
    mission = make_mission(state=MissionState.REPORTED)
    return lambda: end_mission(mission=mission, actor=mission.invitation.request.owner)


@tries(stop_mission)
def running_still() -> Call:
    mission = make_mission(state=MissionState.RUNNING)
    return lambda: stop_mission(
        mission=mission, actor=mission.invitation.request.owner, reason="De wijk wil anders."
    )


@tries(leave_mission)
def expert_who_cannot_go_on() -> Call:
    mission = make_mission(state=MissionState.RUNNING)
    return lambda: leave_mission(
        mission=mission, actor=expert_of(mission.invitation), code=StopCode.NO_TIME, words="Het werd te veel."
    )


@tries(settle_invitation)
def nobody_answered() -> Call:
    invitation = make_invitation()
    later = invitation.answer_by + timedelta(days=1)
    return lambda: settle_invitation(pk=invitation.pk, today=later)


@tries(settle_invitation)
def time_to_remind() -> Call:
    invitation = make_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(days=6))
    return lambda: settle_invitation(pk=invitation.pk, today=invitation.answer_by - timedelta(days=1))


@tries(forget_words)
def long_ended() -> Call:
    mission = make_mission(state=MissionState.ENDED)
    return lambda: forget_words(pk=mission.invitation_id)


@tries(reset_start)
def beginning_that_was_none() -> Call:
    mission = make_mission(state=MissionState.RUNNING)
    expert = expert_of(mission.invitation)
    return lambda: reset_start(mission=mission, actor=expert)


@tries(settle_mission)
def mission_of_a_withdrawn_request() -> Call:
    mission = make_mission(state=MissionState.RUNNING)
    SupportRequest.objects.update(status="ingetrokken")
    return lambda: settle_mission(pk=mission.pk)


@tries(settle_mission)
def reported_mission_of_a_closed_request() -> Call:
    mission = make_mission(state=MissionState.REPORTED)
    SupportRequest.objects.update(status="afgerond")
    return lambda: settle_mission(pk=mission.pk)


@tries(tell_of_closed_helper)
def running_mission_of_a_closed_account() -> Call:
    mission = make_mission(state=MissionState.RUNNING)
    User.objects.filter(pk=expert_of(mission.invitation).pk).update(is_active=False)
    return lambda: tell_of_closed_helper(pk=mission.pk)


@tries(drop_promises)
def promise_of_a_withdrawn_request() -> Call:
    request = make_taken_request()
    assert request.owner is not None
    add_promise(
        request=request, actor=request.owner, text="Een dag prikken.", promised_by="loketmedewerker",
        promised_to="de projectleider", due_on=timezone.localdate(), token="een",
    )  # fmt: skip
    SupportRequest.objects.update(status="ingetrokken")
    return lambda: drop_promises(request=request)
