"""Who reads a case before the redactie does, for which side, and who is still waited for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_expert, is_kenniscentrum
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Organisation
from krachtwijken.core.working_days import last_day_of_term
from matching.closing.approving.enums import ReaderSide
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.selectors import members_of_organisation
from matching.requests.rules import may_handle, works_for

# Working days that who helped has; and what is left at least for a version that was adjusted, so many times.
TERM_OF_READING = 10
TERM_OF_READING_AGAIN = 5
ROUNDS_HEARD = 3
HELPED = (PartState.ANSWERED, PartState.USED)


@dataclass(frozen=True)
class Reader:
    side: ReaderSide
    mission: Mission | None = None
    organisation: Organisation | None = None

    @property
    def whom(self) -> str:
        """A person by function."""
        if self.organisation is not None:
            return self.organisation.name
        return self.mission.invitation.whom if self.mission is not None else str(self.side.label)

    @property
    def has_no_account(self) -> bool:
        """Reads and speaks by a link that the loket passes on, or tells the loket what to write down."""
        profile = self.mission.invitation.profile if self.mission is not None else None
        return profile is not None and profile.user_id is None

    def said(self, word: CaseWord) -> bool:
        mission, organisation = self.mission, self.organisation
        return (word.side, word.mission_id, word.organisation_id) == (
            self.side, mission.pk if mission else None, organisation.pk if organisation else None,
        )  # fmt: skip


def reads_cases(viewer: Viewer) -> bool:
    """May have one to read; which, `reader_of` says."""
    return may_handle(viewer) or is_expert(viewer) or is_kenniscentrum(viewer)


def reading_term_from(today: date) -> date:
    return last_day_of_term(today, TERM_OF_READING)


def term_of_round(number: int, until: date, *, today: date) -> date:
    """Until when who helped reads this version. Whoever asked for it reads it again, but nobody holds a case up for good: after
    the third time the term stays what it was, and the loket decides alone."""
    if number > ROUNDS_HEARD:
        return until
    return max(until, last_day_of_term(today, TERM_OF_READING_AGAIN))


def case_helpers_of(request: SupportRequest) -> list[Reader]:
    """Everybody with a mission that ended or a centre that answered, as long as somebody there can log in. Whoever has no
    account is asked by the loket, while consent to be in the pool holds."""
    reached = Q(invitation__profile__user__is_active=True) | Q(
        invitation__profile__user=None, invitation__profile__consent_until__gte=timezone.localdate()
    )
    missions = Mission.objects.select_related("invitation__profile__user").filter(
        reached, invitation__request=request, state=MissionState.ENDED
    )
    by_profile = {mission.invitation.profile_id: mission for mission in missions.order_by("-pk")}
    asked = PartQuestion.objects.filter(request=request, state__in=HELPED)
    centres = Organisation.objects.filter(pk__in=asked.order_by().values("organisation")).order_by("pk")
    return [
        *(Reader(ReaderSide.EXPERT, mission=mission) for mission in by_profile.values()),
        *(
            Reader(ReaderSide.CENTRE, organisation=centre)
            for centre in centres
            if members_of_organisation(centre).exists()
        ),
    ]


def centre_that_helped(request: SupportRequest) -> Organisation | None:
    """In whose section the case comes to stand: of those that still exist the one that was asked first. None when no centre
    took part."""
    parts = PartQuestion.objects.filter(request=request, state__in=HELPED, organisation__active_until=None)
    part = parts.exclude(organisation=None).select_related("organisation").order_by("pk").first()
    return part.organisation if part is not None else None


def people_of(reader: Reader) -> list[User]:
    """Who hears that there is something to read."""
    if reader.organisation is not None:
        return list(members_of_organisation(reader.organisation))
    profile = reader.mission.invitation.profile if reader.mission is not None else None
    return [profile.user] if profile is not None and profile.user is not None else []


def speaks_for_loket(viewer: Viewer, approval: CaseApproval) -> bool:
    """The owner; anybody there when it has none, or one who sits on the side of the gemeente. Nobody agrees with what is of
    the own side."""
    request = approval.request
    if not may_handle(viewer) or viewer.pk == approval.contribution.author_id:
        return False
    if works_for(viewer, request.gemeente):
        return False
    owner = request.handler
    is_free = (
        owner is None or owner.pk == approval.contribution.author_id or works_for(owner, request.gemeente)
    )
    return is_free or owner == viewer


def reader_of(viewer: Viewer, approval: CaseApproval) -> Reader | None:
    """For which side somebody speaks; None for who may not, or only reads."""
    if speaks_for_loket(viewer, approval):
        return Reader(ReaderSide.LOKET)
    if viewer.pk == approval.contribution.author_id:
        return None
    return next((helper for helper in case_helpers_of(approval.request) if is_reader(viewer, helper)), None)


def reader_without_account(approval: CaseApproval, mission: int) -> Reader | None:
    """Who came by this mission, and has no account still."""
    helpers = (one for one in case_helpers_of(approval.request) if one.has_no_account)
    return next((one for one in helpers if one.mission is not None and one.mission.pk == mission), None)


def is_still_heard(reader: Reader, approval: CaseApproval, *, today: date) -> bool:
    """After the term the loket alone decides."""
    return reader.side is ReaderSide.LOKET or not approval.is_past(today=today)


def readers_waited_for(approval: CaseApproval, *, today: date) -> list[Reader]:
    """Who helped, has time, and said nothing yet about what lies there now."""
    if approval.is_past(today=today):
        return []
    words = list(approval.words.filter(round=approval.round))
    return [
        helper for helper in case_helpers_of(approval.request) if not any(helper.said(word) for word in words)
    ]


def said_this_time(approval: CaseApproval) -> list[CaseWord]:
    words = approval.words.select_related("organisation", "mission__invitation__profile", "by")
    return list(words.filter(round=approval.round))


def has_to_change(approval: CaseApproval) -> bool:
    """Somebody who helped wants it adjusted first. As long as others have time to read, their answer is waited for too."""
    return approval.words.filter(round=approval.round, agrees=False).exists()


def is_reader(viewer: Viewer, helper: Reader) -> bool:
    """Whether somebody speaks for this side of who helped."""
    if helper.organisation is not None:
        return (
            is_kenniscentrum(viewer) and organisations_of(viewer).filter(pk=helper.organisation.pk).exists()
        )
    profile = helper.mission.invitation.profile if helper.mission is not None else None
    return is_expert(viewer) and profile is not None and profile.user_id == viewer.pk
