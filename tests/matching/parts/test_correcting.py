"""Who answered a part corrects the answer, as long as the loket made no one answer of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.history import history_of
from matching.models import PartQuestion
from matching.parts.enums import PartState
from matching.parts.services.answering import answer_part
from matching.parts.services.asking import ask_again, withdraw_part
from matching.parts.services.correcting import correct_part, mark_correction_read
from matching.parts.services.gathering import send_one_answer
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.browsing import body_of, client_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index")]
BETTER = "Vier steden, niet drie. Kanarie."
BADGE = '<span class="kw-badge kw-badge--new">Verbeterd</span>'


@pytest.fixture
def member() -> User:
    return make_member()


@pytest.fixture
def part(member: User) -> PartQuestion:
    """With an answer."""
    return answer_part(part=make_part(make_taken_request(asker=make_asker())), actor=member, answer=ANSWER)


def desk_of(part: PartQuestion) -> User:
    assert part.request.owner is not None
    return part.request.owner


def correct_address(part: PartQuestion) -> str:
    return f"/mijn/deelvragen/{part.pk}/verbeteren/"


def test_the_new_answer_takes_the_place_of_the_old_one_and_the_loket_hears(
    part: PartQuestion, member: User, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    run_outbox()
    mailoutbox.clear()
    for _ in range(2):
        correct_part(part=part, actor=member, answer=BETTER)
        run_outbox()
    part.refresh_from_db()
    assert (part.state, part.answer, part.answered_by) == (PartState.ANSWERED, BETTER, member)
    assert part.correction_is_new
    (event,) = events_of(part).filter(action="matching.part_corrected")
    assert ANSWER not in str(event.data)
    assert [mail.to for mail in mailoutbox] == [[desk_of(part).email]]
    assert "is verbeterd" in mailoutbox[0].subject
    assert "Kanarie" not in mailoutbox[0].body


def test_badge_stays_until_somebody_at_the_loket_says_that_it_was_read(
    part: PartQuestion, member: User
) -> None:
    desk = client_of(desk_of(part))
    places = [
        f"/loket/werkvoorraad/{part.request.reference}/",
        f"/loket/werkvoorraad/{part.request.reference}/deelvragen/",
        f"/loket/deelvragen/{part.pk}/",
    ]
    assert not any(BADGE in body_of(desk, place) for place in places)
    correct_part(part=part, actor=member, answer=BETTER)
    for _ in range(2):
        assert all(BADGE in body_of(desk, place) for place in places)
    assert ANSWER not in body_of(desk, places[2])
    for _ in range(2):
        assert desk.post(f"/loket/deelvragen/{part.pk}/gelezen/").status_code == 302
    assert not any(BADGE in body_of(desk, place) for place in places)
    assert "Verbeterd op" in body_of(desk, places[2])
    assert events_of(part).filter(action="matching.part_correction_read").count() == 1


def test_badge_goes_when_the_loket_asks_further(part: PartQuestion, member: User) -> None:
    correct_part(part=part, actor=member, answer=BETTER)
    day = timezone.localdate() + timedelta(days=3)
    ask_again(part=part, actor=desk_of(part), remark="En de kosten?", answer_by=day)
    answer_part(part=part, actor=member, answer=ANSWER)
    part.refresh_from_db()
    assert not part.correction_is_new


def test_form_is_filled_with_the_answer_and_the_own_page_leads_to_it(
    part: PartQuestion, member: User
) -> None:
    own = client_of(member)
    assert correct_address(part) in body_of(own, part.get_absolute_url())
    assert ANSWER in body_of(own, correct_address(part))
    assert own.post(correct_address(part), {"answer": ""}).status_code == 422
    done = own.post(correct_address(part), {"answer": BETTER}, follow=True).content.decode()
    assert (BETTER in done, "Verbeterd op" in done, ANSWER in done) == (True, True, False)


@pytest.mark.parametrize("what", ["asked", "processed", "request over"])
def test_what_is_no_answer_that_stands_is_not_corrected_and_the_words_stay(
    part: PartQuestion, member: User, what: str
) -> None:
    if what == "asked":
        day = timezone.localdate() + timedelta(days=3)
        ask_again(part=part, actor=desk_of(part), remark="En de kosten?", answer_by=day)
    elif what == "processed":
        send_one_answer(request=part.request, actor=desk_of(part), text="Alles bij elkaar.")
    else:
        withdraw_request(request=part.request, actor=part.request.created_by)
    with pytest.raises(WrongStepError):
        correct_part(part=part, actor=member, answer=BETTER)
    own = client_of(member)
    assert correct_address(part) not in body_of(own, part.get_absolute_url())
    assert own.get(correct_address(part)).status_code == 302
    late = own.post(correct_address(part), {"answer": BETTER})
    assert late.status_code == 422
    assert BETTER in late.content.decode()
    part.refresh_from_db()
    assert part.answer == ANSWER


def test_part_that_was_taken_back_shows_what_was_typed(part: PartQuestion, member: User) -> None:
    withdraw_part(part=part, actor=desk_of(part))
    late = client_of(member).post(correct_address(part), {"answer": BETTER})
    assert late.status_code == 404
    assert BETTER in late.content.decode()


def test_colleague_corrected_it_since_and_nothing_is_written_over(part: PartQuestion, member: User) -> None:
    seen = mark_of_values({"answer": ANSWER})
    correct_part(part=part, actor=make_member(), answer=BETTER, seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        correct_part(part=part, actor=member, answer="Vijf steden.", seen=seen)
    page = client_of(member).post(correct_address(part), {"answer": "Vijf steden.", "versie": seen})
    assert page.status_code == 422
    assert (BETTER in page.content.decode(), "Vijf steden." in page.content.decode()) == (True, True)
    part.refresh_from_db()
    assert part.answer == BETTER


def test_nobody_else_corrects_or_says_that_it_was_read(part: PartQuestion, member: User) -> None:
    for stranger in (make_member("platform31"), UserFactory(role="expert"), desk_of(part)):
        with pytest.raises(PermissionDenied):
            correct_part(part=part, actor=stranger, answer=BETTER)
    assert client_of(make_member("rivm")).get(correct_address(part)).status_code == 404
    with pytest.raises(PermissionDenied):
        mark_correction_read(part=part, actor=member)


def test_history_tells_the_loket_and_not_the_gemeente(part: PartQuestion, member: User) -> None:
    correct_part(part=part, actor=member, answer=BETTER)
    line = f"Antwoord op een deelvraag verbeterd door {part.whom}"
    asker = part.request.created_by
    assert asker is not None
    assert line in [one.text for one in history_of(part.request, desk_of(part))]
    assert line not in [one.text for one in history_of(part.request, asker)]
    assert "Kanarie" not in body_of(client_of(asker), part.request.get_absolute_url())


def test_page_of_the_correction_costs_few_queries(
    part: PartQuestion, member: User, django_assert_max_num_queries: Any
) -> None:
    own = client_of(member)
    own.get(correct_address(part))
    with django_assert_max_num_queries(20):
        own.get(correct_address(part))
