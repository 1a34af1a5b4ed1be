"""Who may do what with an invitation or a mission, and whom the loket may not invite."""

from datetime import date, timedelta

from django.utils.crypto import constant_time_compare

from expertpool.conflicts.selectors import find_conflicts
from expertpool.models import ExpertProfile
from krachtwijken.accounts.rules import is_loket
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.working_days import last_day_of_term
from matching.engagements.models import Invitation, Mission
from matching.engagements.workflow import INVITABLE, OPEN_MISSION
from matching.models import SupportRequest
from matching.requests.kinds.registry import course_of

LONGEST_TERM = timedelta(days=60)


def may_invite(viewer: Viewer) -> bool:
    return is_loket(viewer)


def is_invited(viewer: Viewer, invitation: Invitation) -> bool:
    """Whom this invitation is for."""
    profile = invitation.profile
    return profile is not None and profile.user_id is not None and profile.user_id == viewer.pk


def holds_link(token: str, invitation: Invitation) -> bool:
    """Whoever has the link of the mail; until when it may be used is another question."""
    return bool(token) and constant_time_compare(token, invitation.token)


def has_closed_account(invitation: Invitation) -> bool:
    """Who was asked had an account, and cannot log in any more."""
    user = invitation.profile.user if invitation.profile is not None else None
    return user is not None and not user.is_active


def is_without_account(invitation: Invitation) -> bool:
    """Whoever was asked has nothing but the link, and the loket to call."""
    return invitation.profile is not None and invitation.profile.user_id is None


def may_read_agreed_by_link(invitation: Invitation) -> bool:
    """Of somebody without an account, what was agreed and asked: as long as there is work to do."""
    mission = getattr(invitation, "mission", None)
    is_open = mission is not None and mission.is_open and invitation.request.status in INVITABLE
    return is_open and is_without_account(invitation)


def does_mission(viewer: Viewer, mission: Mission) -> bool:
    return is_invited(viewer, mission.invitation)


def may_call_gemeente(viewer: Viewer, mission: Mission) -> bool:
    """Who said yes, as long as there is work to do."""
    return does_mission(viewer, mission) and mission.state in OPEN_MISSION


def find_refusals(*, request: SupportRequest, profile: ExpertProfile, today: date) -> list[str]:
    """Why this person is not asked for this request, whatever anybody says: Dutch sentences, none when nothing is in
    the way. Room is another matter: there the loket may decide otherwise."""
    checks = (
        (request.status not in INVITABLE, "Voor dit verzoek kan nu niemand worden uitgenodigd."),
        (not profile.has_consent(today=today), "Deze persoon geeft geen toestemming om gevraagd te worden."),
        (
            profile.user is not None and not profile.user.is_active,
            "Het account van deze persoon is gesloten.",
        ),
        (profile.days_per_month == 0, "Deze persoon heeft nu geen dagen vrij."),
        (profile.max_parallel == 0, "Deze persoon neemt nu geen opdrachten aan."),
        (is_away(profile, today), "Deze persoon is nu niet beschikbaar."),
    )
    conflicts = find_conflicts(profile=profile, gemeente=request.gemeente)
    return [*(sentence for holds, sentence in checks if holds), *conflicts]


def is_away(profile: ExpertProfile, day: date) -> bool:
    """In a pause, or past the last day that was given."""
    ended = profile.available_until is not None and profile.available_until < day
    return ended or is_in_pause(profile, day)


def is_in_pause(profile: ExpertProfile, day: date) -> bool:
    return profile.pauses.filter(starts__lte=day, ends__gte=day).exists()


def answer_term_from(today: date, kind: str) -> date:
    """The day after as many working days as this kind of help gives."""
    return last_day_of_term(today, course_of(kind).terms.invited)
