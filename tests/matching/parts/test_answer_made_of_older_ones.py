"""Who answered a part corrects that, or answers, while the loket makes one answer of the parts."""

import re

import pytest

from krachtwijken.accounts.models import User
from matching.models import Decision, Message, PartQuestion
from matching.parts.enums import PartState
from matching.parts.services.answering import answer_part
from matching.parts.services.correcting import correct_part
from tests.browsing import body_of, client_of
from tests.factories.engagements import make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.matching.parts.test_answer_beside import propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
TYPED, BETTER = "Wat ik er zelf van maakte.", "Twee steden deden dat, en één stopte."


@pytest.fixture
def member() -> User:
    return make_member()


@pytest.fixture
def part(asker: User, member: User) -> PartQuestion:
    return answer_part(part=make_part(make_taken_request(asker=asker)), actor=member, answer=ANSWER)


def mark_in(page: str) -> str:
    found = re.search(r'name="versie" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("is_beside", [False, True])
def test_correction_is_read_before_the_answer_goes(part: PartQuestion, member: User, is_beside: bool) -> None:
    if is_beside:
        propose(part.request)
    desk = client_of(part.request.owner)
    address = f"/loket/werkvoorraad/{part.request.reference}/antwoord/"
    form = {"text": TYPED, "token": "een", "versie": mark_in(body_of(desk, address))}
    correct_part(part=part, actor=member, answer=BETTER)
    late = desk.post(address, form)
    page = late.content.decode()
    assert (late.status_code, TYPED in page, f"is nu: {BETTER}" in page) == (422, True, True)
    assert not Decision.objects.exists()
    assert not Message.objects.exists()
    part.refresh_from_db()
    assert part.state == PartState.ANSWERED
    assert desk.post(address, form | {"versie": mark_in(page)}).status_code == 302
    part.refresh_from_db()
    assert part.state == PartState.USED


def test_answer_that_came_since_is_read_before_the_answer_goes(part: PartQuestion) -> None:
    desk = client_of(part.request.owner)
    address = f"/loket/werkvoorraad/{part.request.reference}/antwoord/"
    form = {"text": TYPED, "versie": mark_in(body_of(desk, address))}
    other = make_member("platform31")
    second = make_part(part.request, "platform31", question="En wat kost het?")
    answer_part(part=second, actor=other, answer="Drie ton per jaar.")
    page = desk.post(address, form).content.decode()
    assert (TYPED in page, "Drie ton per jaar." in page) == (True, True)
    assert not Decision.objects.exists()


def test_answer_goes_at_once_when_nothing_changed(part: PartQuestion) -> None:
    desk = client_of(part.request.owner)
    address = f"/loket/werkvoorraad/{part.request.reference}/antwoord/"
    form = {"text": TYPED, "versie": mark_in(body_of(desk, address))}
    assert desk.post(address, form).status_code == 302
    assert Decision.objects.get().reason == TYPED
