"""What somebody without an account reads at the link of the invitation once the answer is given."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from expertpool.models import ExpertProfile
from matching.engagements.enums import Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.missions import end_mission, start_mission, stop_mission
from matching.engagements.views.answering import LINKS_PER_HOUR
from matching.models import SupportRequest
from tests.factories.engagements import make_expert, make_invitation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
SECRET = "Alleen tussen loket en deskundige."
OWN_WORDS = "Op maandag kan ik niet."


@pytest.fixture
def invitation() -> Invitation:
    """Of somebody without an account."""
    profile = make_expert()
    ExpertProfile.objects.filter(pk=profile.pk).update(user=None)
    profile.refresh_from_db()
    return make_invitation(profile, message=SECRET, start=timezone.localdate() + timedelta(days=9))


def say(invitation: Invitation, reply: Reply, **more: object) -> None:
    record_answer(
        invitation=invitation,
        reply=reply,
        token=invitation.token,
        words=OWN_WORDS,
        **more,
    )


def page_of(invitation: Invitation) -> str:
    response = Client().get(f"/uitnodiging/{invitation.token}/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def owner_of(invitation: Invitation) -> str:
    return str(invitation.request.owner)


def test_who_said_yes_reads_what_was_said_agreed_and_asked_and_who_calls(invitation: Invitation) -> None:
    say(invitation, Reply.YES)
    page = page_of(invitation)
    assert f"U zei ja: u helpt {invitation.request.gemeente.name}" in page
    assert f"{owner_of(invitation)} van het loket belt of mailt u." in page
    assert invitation.start is not None
    assert f"De opdracht begint op {date_format(invitation.start, 'j F Y')}." in page
    assert (OWN_WORDS in page, SECRET in page) == (True, True)
    assert "Log in" not in page.partition("<main")[2].partition("</main")[0]
    start_mission(mission=Mission.objects.get(), actor=invitation.request.owner)
    assert "De opdracht loopt." in page_of(invitation)


@pytest.mark.parametrize("how", ["ended", "broken off", "request over"])
def test_nothing_of_it_once_the_work_is_over(invitation: Invitation, how: str) -> None:
    say(invitation, Reply.YES)
    mission, desk = Mission.objects.get(), invitation.request.owner
    assert desk is not None
    if how == "ended":
        end_mission(mission=start_mission(mission=mission, actor=desk), actor=desk)
    elif how == "broken off":
        stop_mission(mission=mission, actor=desk, reason=SECRET)
    else:
        SupportRequest.objects.update(status="ingetrokken")
    page = page_of(invitation)
    for never in (SECRET, OWN_WORDS, invitation.request.gemeente.name, owner_of(invitation)):
        assert never not in page


def test_who_proposed_another_date_reads_it_and_who_calls(invitation: Invitation) -> None:
    day = timezone.localdate() + timedelta(days=20)
    say(invitation, Reply.OTHER_DATE, proposed_start=day)
    page = page_of(invitation)
    assert (
        f"Uw datum: {date_format(day, 'j F Y')}. {owner_of(invitation)} van het loket belt of mailt u."
        in page
    )
    assert SECRET not in page


def test_who_has_an_account_is_led_to_it_and_reads_nothing_more() -> None:
    invitation = make_invitation(message=SECRET)
    say(invitation, Reply.YES)
    page = page_of(invitation)
    assert "Log in om uw uitnodigingen te zien" in page
    for never in (SECRET, OWN_WORDS, invitation.request.gemeente.name, owner_of(invitation)):
        assert never not in page


def test_looks_are_counted_for_what_was_agreed_too(invitation: Invitation) -> None:
    say(invitation, Reply.YES)
    client = Client()
    for _ in range(LINKS_PER_HOUR):
        assert client.get("/uitnodiging/geraden/").status_code == 404
    assert client.get(f"/uitnodiging/{invitation.token}/").status_code == 429
