"""The loket asks somebody, takes that back, or agrees to the date that somebody proposed."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.engagements.enums import InvitationState
from matching.engagements.letters import tell_expert
from matching.engagements.load import Load, load_of
from matching.engagements.models import Invitation, Mission
from matching.engagements.planning import plan_mission
from matching.engagements.rules import find_refusals, is_away, may_invite
from matching.engagements.transitions import lock_invitation, move_invitation
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION
from matching.models import SupportRequest

ALREADY_ASKED = "Deze persoon is al uitgenodigd voor dit verzoek."
GONE = "Deze persoon staat niet meer in de pool, of heeft nu een ander profiel."
ALREADY_AT_WORK = "Deze persoon heeft al een opdracht voor dit verzoek."


class InvitationRefusedError(ValueError):
    """This person may not be asked for this request; each message is for the reader."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


class NoRoomError(InvitationRefusedError):
    """Only with a reason may the loket go over what somebody can do."""

    def __init__(self, load: Load) -> None:
        super().__init__(
            [
                f"Deze persoon heeft nu {load.taken} van {load.most} opdrachten of open uitnodigingen. "
                "Nodigt u toch uit? Schrijf dan waarom."
            ]
        )


class AwayOnStartError(InvitationRefusedError):
    """Until when somebody is away is nobody's business: only that this day does not do."""

    def __init__(self) -> None:
        super().__init__(
            ["Op deze dag is deze persoon niet beschikbaar. Kies een andere dag, of laat dit leeg."]
        )


@transaction.atomic
def invite_expert(
    *,
    request: SupportRequest,
    profile: ExpertProfile,
    actor: User,
    message: str,
    days: int,
    answer_by: date,
    start: date | None = None,
    overrule: str = "",
) -> Invitation:
    """Repeatable: the same once more gives the invitation that is there. Room is counted with the row of the profile
    locked, so that of two who ask at once only as many win as there is room for."""
    if not may_invite(actor):
        raise PermissionDenied
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    asked = ExpertProfile.objects.select_for_update().filter(pk=profile.pk).first()
    if asked is None:
        raise InvitationRefusedError([GONE])
    known = Invitation.objects.filter(request=fresh, profile=asked, state__in=OPEN_INVITATION).first()
    if known is not None:
        if (known.invited_by_id, known.message, known.days) == (actor.pk, message, days):
            return known
        raise InvitationRefusedError([ALREADY_ASKED])
    load = _load_that_allows(fresh, asked, overrule)
    if start is not None and is_away(asked, start):
        raise AwayOnStartError
    invitation = Invitation(
        request=fresh, profile=asked, message=message, days=days, start=start, answer_by=answer_by,
        invited_by=actor, overruling=overrule if load.is_full else "",
    )  # fmt: skip
    invitation.full_clean()
    invitation.save()
    audit.record(
        actor=actor,
        action="matching.invited",
        target=invitation,
        data={
            "request": fresh.pk,
            "profile": asked.pk,
            "taken": load.taken,
            "most": load.most,
            "overruled": load.is_full,
        },
    )
    tell_expert(invitation, "invitation_new", "new")
    return invitation


def _load_that_allows(request: SupportRequest, profile: ExpertProfile, overrule: str) -> Load:
    refusals = find_refusals(request=request, profile=profile, today=timezone.localdate())
    at_work = Mission.objects.filter(
        invitation__request=request, invitation__profile=profile, state__in=OPEN_MISSION
    )
    if at_work.exists():
        refusals.append(ALREADY_AT_WORK)
    if refusals:
        raise InvitationRefusedError(refusals)
    load = load_of(profile)
    if load.is_full and not overrule.strip():
        raise NoRoomError(load)
    return load


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    """Repeatable. The person hears of it, and the link stops working."""
    if not may_invite(actor):
        raise PermissionDenied
    fresh = lock_invitation(invitation.pk)
    if fresh.state == InvitationState.WITHDRAWN:
        return fresh
    move_invitation(fresh, InvitationState.WITHDRAWN, actor=actor)
    tell_expert(fresh, "invitation_closed", "withdrawn")
    return fresh


@transaction.atomic
def confirm_date(*, invitation: Invitation, actor: User) -> Invitation:
    """Repeatable. The loket agrees to the date that the person proposed: that makes it a mission."""
    if not may_invite(actor):
        raise PermissionDenied
    fresh = lock_invitation(invitation.pk)
    if fresh.state == InvitationState.ACCEPTED:
        return fresh
    fresh.start = fresh.proposed_start
    plan_mission(fresh, actor=actor, by_link=False, with_fields=["start"])
    return fresh
