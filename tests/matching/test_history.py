"""What the page of a request tells of invitations, missions and parts: to the loket all, to the gemeente what it may know."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from matching.engagements.enums import Reply
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import withdraw_invitation
from matching.engagements.services.missions import start_mission
from matching.history import SOMEBODY, history_of
from matching.models import SupportRequest
from matching.parts.services.answering import answer_part, decline_part
from matching.parts.services.asking import withdraw_part
from tests.factories.accounts import UserFactory
from tests.factories.engagements import (
    expert_of,
    make_expert,
    make_invitation,
    make_taken_request,
)
from tests.factories.parts import make_member, make_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index")]


@pytest.fixture
def desk() -> User:
    user: User = UserFactory(role="loket")
    return user


def texts(request: SupportRequest, viewer: User | None) -> list[str]:
    assert viewer is not None
    return [one.text for one in history_of(request, viewer)]


def page(viewer: User | None, address: str) -> str:
    assert viewer is not None
    client = Client()
    client.force_login(viewer)
    return unescape(client.get(address).content.decode())


def answered(request: SupportRequest, desk: User, title: str, reply: Reply, **extra: Any) -> Any:
    invitation = make_invitation(request=request, profile=make_expert(title=title), actor=desk)
    record_answer(invitation=invitation, actor=expert_of(invitation), reply=reply, **extra)
    invitation.refresh_from_db()
    return invitation


def test_loket_reads_every_step_and_the_gemeente_who_was_asked_and_comes(desk: User) -> None:
    request = make_taken_request(desk)
    yes = answered(request, desk, "Jeugdregisseur", Reply.YES)
    answered(request, desk, "Schuldhulpverlener", Reply.NO, code="geen_tijd")
    start_mission(mission=yes.mission, actor=desk)
    withdraw_invitation(invitation=make_invitation(request=request, actor=desk), actor=desk)
    waits = make_invitation(request=request, profile=make_expert(title="Wijkagent"), actor=desk)
    record_answer(
        invitation=waits, actor=expert_of(waits), reply=Reply.OTHER_DATE,
        proposed_start=timezone.localdate() + timedelta(days=20),
    )  # fmt: skip
    told = texts(request, desk)
    for line in (
        "Uitgenodigd: Jeugdregisseur",
        "Ja gezegd: Jeugdregisseur",
        "Begonnen: Jeugdregisseur",
        "Nee gezegd: Schuldhulpverlener",
        "Een andere datum voorgesteld: Wijkagent",
    ):
        assert line in told
        assert line in page(desk, f"/loket/werkvoorraad/{request.reference}/")
    assert any(line.startswith("Uitnodiging ingetrokken") for line in told)
    shown = texts(request, request.created_by)
    assert shown[-4:] == [SOMEBODY, "Ja gezegd: Jeugdregisseur", "Begonnen: Jeugdregisseur", SOMEBODY]
    read = page(request.created_by, request.get_absolute_url())
    for hidden in ("Schuldhulpverlener", "Wijkagent", "Nee gezegd", "Uitgenodigd:"):
        assert hidden not in read


def test_parts_stand_there_for_the_gemeente_as_far_as_its_page_names_them(desk: User) -> None:
    request = make_taken_request(desk)
    centre, other, _ = make_member(), make_member("platform31"), make_member("ccv")
    first = make_part(request)
    refused = make_part(request, "platform31")
    gone = make_part(request, "ccv")
    answer_part(part=first, actor=centre, answer="Begin klein.")
    decline_part(part=refused, actor=other, reason="Vraag het elders.")
    withdraw_part(part=gone, actor=desk)
    name = first.whom
    shown = texts(request, request.created_by)
    assert shown[-2:] == [
        f"Een deel van de vraag voorgelegd aan {name}",
        f"Deelvraag beantwoord door {name}",
    ]
    told = texts(request, desk)
    for line in (
        f"Deelvraag kan niet worden beantwoord door {refused.whom}",
        f"Deelvraag aan {gone.whom} ingetrokken",
    ):
        assert line in told
        assert line not in shown
    assert "Begin klein." not in " ".join(told)


def test_others_of_the_loket_read_what_they_may(desk: User) -> None:
    request = make_taken_request(desk)
    answered(request, desk, "Schuldhulpverlener", Reply.NO, code="geen_tijd")
    manager, both = UserFactory(role="accountmanager"), UserFactory(role="loket")
    assign_account_manager(gemeente=request.gemeente, user=manager, actor=None)
    grant_role(user=both, role=Role.GEMEENTE, actor=None)
    join_gemeente(user=both, gemeente=request.gemeente, actor=None)
    for viewer in (manager, User.objects.get(pk=both.pk)):
        assert not any("Schuldhulpverlener" in line for line in texts(request, viewer))


def test_one_question_to_the_trail_for_any_number(desk: User) -> None:
    def number(request: SupportRequest) -> int:
        with CaptureQueriesContext(connection) as found:
            history_of(request, desk)
        return len(found)

    few, many = make_taken_request(desk), make_taken_request(desk)
    for title in ("Een", "Twee", "Drie"):
        answered(many, desk, f"{title}regisseur", Reply.YES)
    answered(few, desk, "Vierregisseur", Reply.YES)
    assert number(many) == number(few)
