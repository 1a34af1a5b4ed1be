"""The link of a mail about what is said aside: it needs no login, opens one thread, and ends."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core import retention
from matching.asides.enums import AsideSide
from matching.asides.models import About, AsideLink, AsideMessage
from matching.conversation.views import LOOKS
from matching.engagements.services.inviting import withdraw_invitation
from matching.models import Invitation, SupportRequest
from matching.requests.enums import RequestStatus
from tests.factories.asides import WITH_A_PERSON, desk_of, make_about, say_aside
from tests.factories.engagements import MESSAGE, expert_of, make_invitation
from tests.factories.parts import QUESTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
each_kind = pytest.mark.parametrize("kind", WITH_A_PERSON)
Links = Callable[[About], list[str]]


@pytest.fixture
def links(run_outbox: Callable[[], int], mailoutbox: list[Any]) -> Links:
    """What the mail about a question of the loket holds."""

    def find(about: About) -> list[str]:
        run_outbox()
        mailoutbox.clear()
        say_aside(about, desk_of(about), "Komt u donderdag?")
        run_outbox()
        found = [re.findall(r"https?://[^/]+(/gesprek-met-loket/\S+/)", mail.body) for mail in mailoutbox]
        return [path for paths in found for path in paths]

    return find


@each_kind
def test_link_shows_the_thread_and_takes_an_answer(kind: str, links: Links) -> None:
    about, _, helper = make_about(kind)
    (link,) = links(about)
    page = Client().get(link)
    assert "Komt u donderdag?" in page.content.decode()
    for hidden in (about.request.problem, about.request.wanted, MESSAGE, QUESTION):
        assert hidden not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    for _ in range(2):
        assert Client().post(link, {"text": "Ja, om tien uur.", "token": "a"}).status_code == 302
    message = AsideMessage.objects.get(side=AsideSide.HELPER)
    assert (message.author, message.text) == (helper, "Ja, om tien uur.")
    page = Client().post(link, {"text": "Familie Jansen belt 06-12345678.", "token": "b"})
    assert page.status_code == 422
    assert "Familie Jansen belt" in page.content.decode()


def test_key_of_a_link_is_nowhere_in_its_table(links: Links) -> None:
    (link,) = links(make_invitation())
    assert link.strip("/").split("/")[-1] not in str(AsideLink.objects.values_list("digest"))


def test_link_opens_no_thread_of_another(links: Links) -> None:
    about, other = make_invitation(), make_invitation()
    say_aside(other, desk_of(other), "Iets anders: kievit.")
    (link,) = links(about)
    assert "kievit" not in Client().get(link).content.decode()
    Client().post(link, {"text": "Ja.", "token": "a"})
    assert AsideMessage.objects.get(text="Ja.").aside.invitation == about


def test_who_owes_a_second_factor_gets_no_key(links: Links) -> None:
    invitation = make_invitation()
    grant_role(user=expert_of(invitation), role=Role.REDACTIE, actor=None)
    assert links(Invitation.objects.get(pk=invitation.pk)) == []
    assert not AsideLink.objects.exists()


@pytest.mark.parametrize("why", ["expired", "withdrawn", "closed", "gone", "account", "staff", "unknown"])
def test_link_that_is_over_opens_nothing_and_gives_back_what_was_typed(links: Links, why: str) -> None:
    invitation = make_invitation()
    (link,) = links(invitation)
    expert = expert_of(invitation)
    if why == "expired":
        AsideLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "withdrawn":
        withdraw_invitation(invitation=invitation, actor=desk_of(invitation))
    elif why == "closed":
        SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    elif why == "gone":
        Invitation.objects.update(profile=None)
    elif why == "account":
        User.objects.filter(pk=expert.pk).update(is_active=False)
    elif why == "staff":
        grant_role(user=expert, role=Role.LOKET, actor=None)
    elif why == "unknown":
        link = "/gesprek-met-loket/bestaat-niet/"
    for answer in (Client().get(link), Client().post(link, {"text": "Dit typte ik.", "token": "b"})):
        assert answer.status_code == 404
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Deze link werkt niet meer" in answer.content.decode()
        assert "donderdag" not in answer.content.decode()
    assert "Dit typte ik." in answer.content.decode()
    assert AsideMessage.objects.count() == 1


def test_editor_of_a_centre_gets_no_key(links: Links, mailoutbox: list[Any]) -> None:
    about, _, member = make_about("centre")
    assert links(about) == []
    (mail,) = mailoutbox
    assert mail.to == [member.email]
    assert f"/mijn/deelvragen/{about.pk}/gesprek/" in mail.body


def test_guessing_keys_ends_in_a_wall(links: Links) -> None:
    (link,) = links(make_invitation())
    visitor = Client()
    for number in range(LOOKS):
        assert visitor.get(f"/gesprek-met-loket/gok-{number}/").status_code == 404
    assert visitor.get(link).status_code == 429


def test_link_goes_when_its_days_are_over(links: Links) -> None:
    links(make_invitation())
    assert retention.RULES["matching.asides"]() == 0
    AsideLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert retention.RULES["matching.asides"]() == 1
    assert AsideMessage.objects.count() == 1
