"""The gemeente, and others who help, never come upon what is said aside; nor who helps upon what the gemeente said (bar S2)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from expertpool.own_data import more_own_data
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.models import Gemeente
from matching.asides.models import About, AsideMessage, aside_address
from matching.asides.selectors import asides_shown, glance_at_aside, unread_asides
from matching.conversation.services.messages import post_message
from matching.mail_in.enums import MailState
from matching.mail_in.models import IncomingMail
from matching.mail_in.selectors import mails_visible_to
from matching.models import SupportRequest
from matching.steering.export import write_csv
from matching.steering.periods import Period
from tests.asking import ask
from tests.factories.accounts import UserFactory
from tests.factories.asides import say_aside
from tests.factories.engagements import (
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.factories.parts import make_member, make_part
from tests.factories.requests import GEMEENTE, make_asker
from tests.routes import routes

pytestmark = pytest.mark.django_db
# What the expert wrote, the centre, the loket to each, and what stands in the thread with the gemeente.
OF_EXPERT, OF_CENTRE, TO_EXPERT, TO_CENTRE = "tureluurwoord", "grutterwoord", "kemphaanwoord", "wulpwoord"
OF_GEMEENTE, NOTE = "sternwoord", "plevierwoord"
ALL_ASIDE = (OF_EXPERT, OF_CENTRE, TO_EXPERT, TO_CENTRE)


class World:
    """One request with two experts, of whom one has a mission, and two centres; all of them were said something."""

    def __init__(self) -> None:
        self.asker = make_asker()
        self.request = make_taken_request(asker=self.asker)
        assert self.request.owner is not None
        self.desk: User = self.request.owner
        self.manager: User = UserFactory(role="accountmanager")
        assign_account_manager(gemeente=Gemeente.objects.get(slug=GEMEENTE), user=self.manager, actor=None)
        self.member, self.other_member = make_member("movisie"), make_member("platform31")
        self.part = make_part(self.request, "movisie")
        self.other_part = make_part(self.request, "platform31")
        self.mission = make_mission(make_invitation(make_expert(), self.request))
        self.invitation = self.mission.invitation
        self.other_invitation = make_invitation(make_expert(), self.request)
        self.expert, self.other_expert = expert_of(self.invitation), expert_of(self.other_invitation)
        say_aside(self.invitation, self.expert, f"Een {OF_EXPERT}?")
        say_aside(self.invitation, self.desk, f"Een {TO_EXPERT}.")
        say_aside(self.part, self.desk, f"Een {TO_CENTRE}.")
        say_aside(self.part, self.member, f"Een {OF_CENTRE}.")
        post_message(request=self.request, actor=self.asker, text=f"Een {OF_GEMEENTE}.", token="a")
        post_message(request=self.request, actor=self.desk, text=f"Een {NOTE}.", token="b", is_internal=True)

    def numbers(self) -> set[str]:
        rows = (self.part, self.other_part, self.mission, self.invitation, self.other_invitation)
        return {str(row.pk) for row in rows}


@pytest.fixture
def world(search_index: Any) -> World:
    return World()


def read_by(user: User | None, world: World) -> str:
    """Every page of the loket and of the own account, with every number that there is, and what a search finds."""
    client = Client()
    if user is not None:
        client.force_login(user)
    addresses = {
        route.sample
        for pk in world.numbers()
        for route in routes({"reference": world.request.reference, "pk": pk})
        if route.name.startswith(("matching:", "accounts:", "expertpool:"))
    }
    addresses.add(f"/zoeken/?q={OF_EXPERT[:7]}")
    pages = [ask(client, "GET", address).content for address in sorted(addresses)]
    return "\n".join(page.decode(errors="replace") for page in pages)


@pytest.mark.parametrize(
    ("who", "hidden", "shown"),
    [
        ("asker", (*ALL_ASIDE, NOTE), [OF_GEMEENTE]),
        ("manager", (*ALL_ASIDE, NOTE), [OF_GEMEENTE]),
        ("expert", (OF_CENTRE, TO_CENTRE, OF_GEMEENTE, NOTE), [OF_EXPERT, TO_EXPERT]),
        ("other_expert", (*ALL_ASIDE, OF_GEMEENTE, NOTE), []),
        ("member", (OF_EXPERT, TO_EXPERT, OF_GEMEENTE, NOTE), [OF_CENTRE, TO_CENTRE]),
        ("other_member", (*ALL_ASIDE, OF_GEMEENTE, NOTE), []),
        ("visitor", (*ALL_ASIDE, OF_GEMEENTE, NOTE), []),
        ("desk", (), [*ALL_ASIDE, OF_GEMEENTE, NOTE]),
    ],
)
def test_nobody_reads_a_thread_of_others_on_any_page(
    world: World, who: str, hidden: tuple[str, ...], shown: list[str]
) -> None:
    text = read_by(getattr(world, who, None), world)
    assert [word for word in hidden if word in text] == []
    assert [word for word in shown if word not in text] == []


def test_words_stand_in_no_mail(world: World, run_outbox: Callable[[], int], mailoutbox: list[Any]) -> None:
    run_outbox()
    assert any("schreef u" in mail.subject for mail in mailoutbox)
    told = "\n".join(mail.subject + mail.body for mail in mailoutbox)
    assert [word for word in (*ALL_ASIDE, OF_GEMEENTE, NOTE) if word in told] == []
    to_gemeente = [mail for mail in mailoutbox if mail.to[0] in {world.asker.email, world.manager.email}]
    assert all("meehelpt" not in mail.subject + mail.body for mail in to_gemeente)


def test_download_of_the_own_data_holds_the_own_thread_only(world: World) -> None:
    own = json.dumps(more_own_data.current()(world.invitation.profile), default=str)
    assert OF_EXPERT in own
    assert TO_EXPERT in own
    assert [word for word in (OF_CENTRE, TO_CENTRE, OF_GEMEENTE, NOTE) if word in own] == []
    other = json.dumps(more_own_data.current()(world.other_invitation.profile), default=str)
    assert [word for word in (*ALL_ASIDE, OF_GEMEENTE, NOTE) if word in other] == []


def test_export_of_the_figures_holds_no_word_of_it(world: World) -> None:
    written = write_csv(Period("alles", None)).decode()
    assert world.request.reference in written
    assert [word for word in (*ALL_ASIDE, OF_GEMEENTE, NOTE) if word in written] == []


def both_sides() -> User:
    """Of the loket, and of the gemeente that asks."""
    both: User = UserFactory(role="loket")
    grant_role(user=both, role=Role.GEMEENTE, actor=None)
    join_gemeente(user=both, gemeente=Gemeente.objects.get(slug=GEMEENTE), actor=None)
    return User.objects.get(pk=both.pk)


def test_colleague_of_the_gemeente_who_works_at_the_desk_too_reads_nothing_aside(world: World) -> None:
    both = both_sides()
    abouts: tuple[About, ...] = (world.invitation, world.part)
    for about in abouts:
        assert asides_shown(both, about) == []
        assert glance_at_aside(both, about) is None
        client = Client()
        client.force_login(both)
        assert client.get(aside_address(about, for_desk=True)).status_code == 404
    assert unread_asides(both, world.request) == {}
    mail = IncomingMail.objects.create(
        state=MailState.THREAD, request=world.request, text=OF_EXPERT,
        aside_message=AsideMessage.objects.order_by("pk").first(),
    )  # fmt: skip
    assert mail not in mails_visible_to(both)
    assert mail in mails_visible_to(world.desk)
    text = read_by(both, world)
    assert [word for word in ALL_ASIDE if word in text] == []


def test_other_requests_hold_nothing_of_it(world: World) -> None:
    other = SupportRequest.objects.get(pk=make_taken_request(asker=world.asker).pk)
    assert unread_asides(world.desk, other) == {}
    assert set(unread_asides(world.desk, world.request)) == {f"part:{world.part.pk}"}
