"""What the loket and who helps say to each other: who is told, what is new, when it is over, and the two pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.asides.models import About, Aside, AsideMessage, aside_address
from matching.asides.rules import (
    INVITATION_OVER,
    MISSION_OVER,
    NOBODY_READS,
    PART_OVER,
    REQUEST_OVER,
    why_silent,
)
from matching.asides.selectors import asides_shown
from matching.asides.services.writing import mark_aside_read
from matching.engagements.enums import MissionState
from matching.engagements.models import Invitation
from matching.engagements.services.inviting import withdraw_invitation
from matching.engagements.services.missions import end_mission
from matching.models import PartQuestion, SupportRequest
from matching.parts.services.answering import answer_part, decline_part
from matching.parts.services.asking import withdraw_part
from matching.requests.enums import RequestStatus
from matching.requests.turns import Turn
from matching.requests.work import WorkFilters, work_for
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.asides import KINDS, desk_of, make_about, say_aside
from tests.factories.engagements import expert_of, make_expert, make_invitation, make_mission
from tests.factories.parts import ANSWER, make_member, make_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SECRET = "roerdomp"
each_kind = pytest.mark.parametrize("kind", KINDS)


def turn_of(request: SupportRequest) -> str:
    found: Any = work_for(UserFactory(role="loket"), WorkFilters(status="alles")).get(pk=request.pk)
    return str(found.turn)


@each_kind
def test_each_side_is_told_of_the_word_of_the_other_and_not_what_it_says(
    kind: str, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    about, desk, helper = make_about(kind)
    for actor, told in ((desk, helper), (helper, desk)):
        run_outbox()
        mailoutbox.clear()
        message = say_aside(about, actor, f"Woord {SECRET} van {actor.pk}")
        run_outbox()
        assert [mail.to for mail in mailoutbox] == [[told.email]]
        assert SECRET not in mailoutbox[0].body + mailoutbox[0].subject
        assert [event.actor for event in events_of(message)] == [actor]


def test_every_editor_of_the_centre_is_told_and_reads_the_same(run_outbox: Callable[[], int]) -> None:
    about, desk, member = make_about("centre")
    colleague = make_member()
    say_aside(about, desk, "Hebt u cijfers?")
    assert MailMessage.objects.filter(key__contains=":aside:").count() == 2
    say_aside(about, member, "Ja, van vorig jaar.")
    rows = asides_shown(colleague, about)
    assert [row.message.text for row in rows] == ["Hebt u cijfers?", "Ja, van vorig jaar."]
    assert [row.is_new for row in rows] == [False, False], "a colleague answered"


@each_kind
def test_word_sent_twice_is_one(kind: str) -> None:
    about, desk, _ = make_about(kind)
    assert say_aside(about, desk) == say_aside(about, desk)
    assert MailMessage.objects.filter(key__contains=":aside:").count() == 1
    assert Aside.objects.count() == 1


@each_kind
def test_new_word_of_who_helps_gives_the_loket_the_turn_until_it_is_read(kind: str) -> None:
    about, desk, helper = make_about(kind)
    before = turn_of(about.request)
    say_aside(about, desk, "Wat denkt u?")
    assert turn_of(about.request) == before
    first = say_aside(about, helper, "Dat kan.")
    assert turn_of(about.request) == Turn.HELPER_WROTE
    second = say_aside(about, helper, "En vrijdag ook.")
    mark_aside_read(about=about, actor=desk, last=first.pk)
    assert turn_of(about.request) == Turn.HELPER_WROTE
    mark_aside_read(about=about, actor=desk, last=second.pk)
    mark_aside_read(about=about, actor=desk, last=first.pk)
    assert turn_of(about.request) == before
    say_aside(about, helper, "Nog iets.")
    assert turn_of(about.request) == Turn.HELPER_WROTE
    say_aside(about, desk, "Dank u.")
    assert turn_of(about.request) == before


@each_kind
def test_pages_show_what_is_new_until_it_is_marked(kind: str) -> None:
    about, desk, helper = make_about(kind)
    say_aside(about, helper, f"Een {SECRET}.")
    there, here = aside_address(about, for_desk=True), aside_address(about, for_desk=False)
    request_page = f"/loket/werkvoorraad/{about.request.reference}/"
    beside = client_of(desk).get(there.removesuffix("gesprek/")).content.decode()
    assert "1 nieuw" in beside
    assert SECRET in beside
    assert "Nieuw bericht" in client_of(desk).get(request_page).content.decode()
    for _ in range(2):
        page = client_of(desk).get(there)
        assert "kw-badge--new" in page.content.decode(), "looking changes nothing"
    newest = AsideMessage.objects.latest("pk").pk
    for value in ("abc", "-1", "9" * 40, str(newest)):
        assert client_of(desk).post(there, {"gelezen": value}).status_code == 302
    kept = client_of(desk).post(there, {"gelezen": "1", "text": "Half getypt"})
    assert (kept.status_code, kept.context["form"]["text"].value()) == (200, "Half getypt")
    assert "kw-badge--new" not in client_of(desk).get(there).content.decode()
    assert "Nieuw bericht" not in client_of(desk).get(request_page).content.decode()
    assert SECRET in client_of(helper).get(here).content.decode()
    say_aside(about, desk, "Dank u.")
    own_list = here.rsplit("/", 3)[0] + "/"
    assert "Nieuw bericht" in client_of(helper).get(own_list).content.decode()
    assert "1 nieuw" in client_of(helper).get(here.removesuffix("gesprek/")).content.decode()


@each_kind
def test_both_write_on_their_page(kind: str) -> None:
    about, desk, helper = make_about(kind)
    for actor, for_desk in ((desk, True), (helper, False)):
        address = aside_address(about, for_desk=for_desk)
        sent = {"text": f"Woord van {actor.pk}", "token": "a"}
        for _ in range(2):
            assert client_of(actor).post(address, sent).status_code == 302
        assert f"Woord van {actor.pk}" in client_of(actor).get(address).content.decode()
    assert AsideMessage.objects.count() == 2


@each_kind
def test_resident_is_refused_beside_the_field_and_what_was_typed_stays(kind: str) -> None:
    about, _, helper = make_about(kind)
    sent = {"text": "Familie Jansen belt 06-12345678.", "token": "a"}
    page = client_of(helper).post(aside_address(about, for_desk=False), sent)
    assert page.status_code == 422
    assert "telefoonnummer" in page.content.decode()
    assert "Familie Jansen belt" in page.content.decode()
    assert not AsideMessage.objects.exists()


def withdrawn() -> tuple[About, str]:
    invitation = make_invitation()
    withdraw_invitation(invitation=invitation, actor=desk_of(invitation))
    return invitation, INVITATION_OVER


def closed() -> tuple[About, str]:
    invitation = make_invitation()
    SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    return invitation, REQUEST_OVER


def ended() -> tuple[About, str]:
    mission = make_mission(state=MissionState.REPORTED)
    assert why_silent(fresh(mission.invitation)) == "", "the loket may ask about a report"
    end_mission(mission=mission, actor=desk_of(mission.invitation))
    return mission.invitation, MISSION_OVER


def declined() -> tuple[About, str]:
    member = make_member()
    part = make_part()
    decline_part(part=part, actor=member, reason="Dit weten wij niet.")
    return part, PART_OVER


def without_account() -> tuple[About, str]:
    invitation = make_invitation(make_expert())
    User.objects.filter(pk=expert_of(invitation).pk).update(is_active=False)
    return invitation, NOBODY_READS


def left_centre() -> tuple[About, str]:
    member = make_member()
    part = make_part()
    member.organisation_memberships.all().delete()
    return part, NOBODY_READS


def fresh(about: About) -> About:
    return type(about).objects.get(pk=about.pk)


@pytest.mark.parametrize("over", [withdrawn, closed, ended, declined, without_account, left_centre])
def test_nothing_is_said_once_it_is_over_and_what_was_typed_stays(over: Callable[[], Any]) -> None:
    about, why = over()
    about = fresh(about)
    desk = desk_of(about)
    with pytest.raises(WrongStepError, match=why):
        say_aside(about, desk)
    address = aside_address(about, for_desk=True)
    page = client_of(desk).get(address).content.decode()
    assert why in page
    assert "<textarea" not in page
    page = client_of(desk).post(address, {"text": "Dit typte ik al.", "token": "a"})
    assert page.status_code == 422
    assert why in page.content.decode()
    assert "Dit typte ik al." in page.content.decode()
    assert not AsideMessage.objects.exists()
    assert not Aside.objects.exists()


def test_answered_part_is_talked_about_and_a_withdrawn_one_is_nobodys() -> None:
    about, desk, member = make_about("centre")
    assert isinstance(about, PartQuestion)
    answer_part(part=about, actor=member, answer=ANSWER)
    say_aside(about, desk, f"Hoe zit {SECRET}?")
    withdraw_part(part=about, actor=desk)
    part = PartQuestion.objects.get()
    with pytest.raises(PermissionDenied):
        say_aside(part, member)
    assert asides_shown(member, part) == []
    assert client_of(member).get(aside_address(part, for_desk=False)).status_code == 404
    assert SECRET in client_of(desk).get(aside_address(part, for_desk=True)).content.decode()


def test_mission_goes_on_in_the_thread_of_its_invitation() -> None:
    invitation = make_invitation()
    say_aside(invitation, expert_of(invitation), f"Mag ik {SECRET} zien?")
    mission = make_mission(invitation)
    again = Invitation.objects.get(pk=invitation.pk)
    say_aside(again, desk_of(again), "Ja, dat mag.")
    page = client_of(expert_of(again)).get(mission.get_absolute_url()).content.decode()
    assert SECRET in page
    assert "Ja, dat mag." in page


@each_kind
@pytest.mark.parametrize("role", ["gemeente", "expert", "kenniscentrum", "accountmanager", "redactie"])
def test_others_neither_write_nor_read(kind: str, role: str) -> None:
    about, desk, _ = make_about(kind)
    say_aside(about, desk, f"Woord {SECRET}.")
    stranger: User = UserFactory(role=role)
    with pytest.raises(PermissionDenied):
        say_aside(about, stranger)
    with pytest.raises(PermissionDenied):
        mark_aside_read(about=about, actor=stranger, last=1)
    assert asides_shown(stranger, about) == []
    for for_desk in (True, False):
        address = aside_address(about, for_desk=for_desk)
        for answer in (
            client_of(stranger).get(address),
            client_of(stranger).post(address, {"text": "Hallo"}),
        ):
            assert answer.status_code in {403, 404}
            assert SECRET not in answer.content.decode()
    assert AsideMessage.objects.count() == 1
