"""What is open for somebody at the loket: invitations, cases to read and missions for the own page, and for beheer before it
closes an account."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.formats import date_format

from expertpool.directory.providers import OpenWork, WorkLine
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from matching.closing.approving.models import CaseApproval
from matching.closing.approving.selectors import cases_waiting_for
from matching.engagements.load import open_work_of
from matching.models import SupportRequest
from matching.requests.workflow import OPEN

MISSIONS_STAY = "{0} {1} (het loket krijgt bericht en beslist hoe het verder gaat)."
INVITATIONS_LAPSE = "{0} {1} zonder antwoord (vervalt als u het account sluit, het loket krijgt bericht)."
REQUESTS_WAIT = "{0} {1} als eigenaar bij het loket (iemand anders moet dat overnemen)."


def open_work_of_person(profile: ExpertProfile) -> OpenWork:
    if profile.user is None:
        return open_work_of(profile)
    return replace(
        open_work_of(profile), to_read=[_line(approval) for approval in cases_waiting_for(profile.user)]
    )


def open_lines_of_account(user: User) -> Sequence[str]:
    """By number: enough to know that somebody else has something to take over."""
    profile = ExpertProfile.objects.filter(user=user).first()
    work = open_work_of_person(profile) if profile is not None else OpenWork()
    owned = SupportRequest.objects.filter(owner=user, status__in=OPEN).count()
    return [
        sentence.format(number, one if number == 1 else more)
        for number, one, more, sentence in (
            (work.missions, "opdracht", "opdrachten", MISSIONS_STAY),
            (work.invitations, "uitnodiging", "uitnodigingen", INVITATIONS_LAPSE),
            (owned, "verzoek", "verzoeken", REQUESTS_WAIT),
        )
        if number
    ]


def _line(approval: CaseApproval) -> WorkLine:
    return WorkLine(
        f"Lees een voorbeeld van {approval.request.gemeente.name}",
        approval.get_absolute_url(),
        f"antwoord uiterlijk op {date_format(approval.until, 'j F Y')}",
    )
