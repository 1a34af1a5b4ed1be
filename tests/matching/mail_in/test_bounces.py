"""A mail about a part, a team or a coupling that is not delivered: who of the loket sees it, and where."""

from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.letters import tell_of_mission
from matching.mail_in.enums import Doubt
from matching.mail_in.models import Bounce, IncomingMail
from matching.mail_in.services.receiving import receive_mail
from matching.models import Mission, SupportRequest
from matching.requests.services.steps import take_request
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_mission
from tests.factories.parts import make_member, make_part
from tests.factories.requests import make_asker, make_request
from tests.factories.teams import make_running_team
from tests.matching.mail_in.mails_made import INBOUND, make_mail
from tests.matching.test_couplings import make_coupling

pytestmark = pytest.mark.usefixtures("site_tree")
REPORT = Path(__file__).parent / "mails" / "08_niet_bezorgd.eml"


@pytest.fixture(autouse=True)
def receives(settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND


def comes_back(mail: Any) -> None:
    """As the mail server of the receiver answers: to the envelope sender, with the id of the mail."""
    raw = REPORT.read_text(encoding="utf-8").replace("anja.devries@arnhem.example", mail.to[0])
    raw = raw.replace("@@BOUNCE@@", mail.from_email).replace(
        "@@MESSAGE_ID@@", mail.extra_headers["Message-ID"]
    )
    assert receive_mail(raw=raw.encode()) == "bounce"


def part_of_a_centre() -> tuple[SupportRequest, User]:
    member = make_member()
    return make_part().request, member


def team_at_work() -> tuple[SupportRequest, User]:
    team, expert = make_running_team()
    return team.request, expert


def coupling_of_a_request() -> tuple[SupportRequest, User]:
    asker = make_asker()
    request = make_request(asker, kind="koppeling", own_met_wie="deskundige", own_waarvoor="Blijft.")
    take_request(request=request, actor=UserFactory(role="loket"))
    fresh = SupportRequest.objects.get(pk=request.pk)
    make_coupling(request=fresh, wijk=fresh.wijk)
    return fresh, asker


@pytest.mark.parametrize(
    ("prefix", "made"),
    [("part:", part_of_a_centre), ("team:", team_at_work), ("coupling:", coupling_of_a_request)],
)
def test_mail_that_comes_back_shows_with_the_request_that_it_is_about(
    prefix: str,
    made: Callable[[], tuple[SupportRequest, User]],
    run_outbox: Callable[[], int],
    as_role: Callable[..., Client],
) -> None:
    request, receiver = made()
    run_outbox()
    key = MailMessage.objects.filter(key__startswith=prefix, to=receiver.email).latest("pk")
    comes_back(next(mail for mail in sent_mail.outbox if f"<{key.pk}." in mail.extra_headers["Message-ID"]))
    assert Bounce.objects.get().request == request
    page = as_role("loket").get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    assert f"Onze mail aan {receiver.email} kwam niet aan" in page


def test_mail_about_a_coupling_without_a_request_shows_at_post(
    run_outbox: Callable[[], int], as_role: Callable[..., Client]
) -> None:
    asker = make_asker()
    make_coupling()
    run_outbox()
    comes_back(next(mail for mail in sent_mail.outbox if mail.to == [asker.email]))
    assert Bounce.objects.get().request is None
    desk = as_role("loket")
    told = f"Onze mail aan {asker.email} over een koppeling kwam niet aan"
    assert told in desk.get("/loket/post/").content.decode()
    assert told not in desk.get("/loket/post/?stand=klaar").content.decode()


@pytest.mark.parametrize(("made", "doubt"), [(part_of_a_centre, Doubt.STAFF), (team_at_work, Doubt.EXPERT)])
def test_answer_of_who_helps_waits_with_the_request_and_says_why(
    made: Callable[[], tuple[SupportRequest, User]], doubt: Doubt, run_outbox: Callable[[], int]
) -> None:
    request, helper = made()
    run_outbox()
    mail = [one for one in sent_mail.outbox if one.to == [helper.email]][-1]
    answer_to = parseaddr(str(mail.extra_headers["Reply-To"]))[1]
    assert receive_mail(raw=make_mail(sender=helper.email, to=answer_to)) == "person"
    waiting = IncomingMail.objects.get()
    assert (waiting.request, waiting.doubt) == (request, doubt)


def test_answer_of_an_expert_without_anybody_at_the_loket_is_told_to_beheer() -> None:
    mission = make_mission(make_invitation())
    User.objects.filter(pk__in=[user.pk for user in users_with_role(Role.LOKET)]).update(is_active=False)
    beheer, key = UserFactory(role="beheer"), "verder"
    mission = Mission.objects.get(pk=mission.pk)
    tell_of_mission(mission, actor=expert_of(mission.invitation), key=key)
    assert MailMessage.objects.filter(key__contains=f":{key}:").get().to == beheer.email
