"""How much of somebody's room is taken: open invitations and missions that are not done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from expertpool.directory.providers import OpenWork, WorkLine
from expertpool.models import ExpertProfile
from matching.engagements.models import Invitation, Mission
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION


@dataclass(frozen=True)
class Load:
    """Of one person, against what he or she can do at a time."""

    invitations: int
    missions: int
    most: int

    @property
    def taken(self) -> int:
        return self.invitations + self.missions

    @property
    def room(self) -> int:
        return max(0, self.most - self.taken)

    @property
    def is_full(self) -> bool:
        return self.room == 0


def load_of(profile: ExpertProfile) -> Load:
    """Beside somebody who invites at the same moment this is only true with the row of the profile locked."""
    return Load(
        Invitation.objects.filter(profile=profile, state__in=OPEN_INVITATION).count(),
        Mission.objects.filter(invitation__profile=profile, state__in=OPEN_MISSION).count(),
        profile.max_parallel,
    )


def open_work_of(profile: ExpertProfile) -> OpenWork:
    """For the own page, and for the page on which somebody leaves the lists."""
    today = timezone.localdate()
    asked = Invitation.objects.filter(profile=profile, state__in=OPEN_INVITATION).order_by("answer_by", "pk")
    agreed = Mission.objects.filter(invitation__profile=profile, state__in=OPEN_MISSION).order_by("pk")
    return OpenWork(
        [_line_of_invitation(row, today) for row in asked.select_related("request__gemeente")],
        [_line_of_mission(row) for row in agreed.select_related("invitation__request__gemeente")],
    )


def _line_of_invitation(row: Invitation, today: date) -> WorkLine:
    waits = row.may_be_answered(today=today)
    until = f"antwoord uiterlijk op {date_format(row.answer_by, 'j F Y')}" if waits else _state(row)
    return WorkLine(f"{row.request.gemeente.name} vraagt uw hulp", row.get_absolute_url(), until)


def _line_of_mission(row: Mission) -> WorkLine:
    return WorkLine(
        f"Opdracht in {row.invitation.request.gemeente.name}", row.get_absolute_url(), _state(row)
    )


def _state(row: Invitation | Mission) -> str:
    return str(row.get_state_display()).lower()


def taken_by_profile(pks: Collection[int] | None = None) -> Mapping[int, int]:
    """By profile how much is taken, of these or of everybody; who has nothing to do is not among them. Two questions, whatever
    the number."""
    taken: dict[int, int] = {}
    invitations = Invitation.objects.filter(profile__isnull=False, state__in=OPEN_INVITATION)
    missions = Mission.objects.filter(invitation__profile__isnull=False, state__in=OPEN_MISSION)
    if pks is not None:
        invitations = invitations.filter(profile__in=pks)
        missions = missions.filter(invitation__profile__in=pks)
    for pk in [
        *invitations.order_by().values_list("profile", flat=True),
        *missions.order_by().values_list("invitation__profile", flat=True),
    ]:
        taken[pk] = taken.get(pk, 0) + 1
    return taken
