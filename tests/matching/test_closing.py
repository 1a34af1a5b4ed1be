"""The end of a request: what both sides found, what remained later, and the knowledge it leaves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.core import retention
from krachtwijken.core.models import Gemeente
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.scheduler import nightly  # noqa: F401 - registers the jobs
from matching.closing.drafting import start_draft_case, tell_sources
from matching.closing.enums import Degree
from matching.closing.rules import months_later
from matching.closing.services import answer_follow_up, ask_follow_ups, close_request
from matching.conversation.services.messages import post_message
from matching.models import (
    ClosingAnswer,
    FollowUp,
    Message,
    Promise,
    ProposalItem,
    SupportRequest,
    ThreadLink,
)
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import closing_questions_of
from matching.requests.services.forgetting import REMOVED
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import VERDICT, make_closed, make_running, taken_by
from tests.factories.requests import GEMEENTE, PROBLEM, make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ANSWERS = {
    "helped": "ja",
    "reached": "deels",
    "what_did_not_work": "De start duurde lang.",
    "recommends": "ja",
}


def half_a_year_later() -> date:
    return months_later(timezone.localdate(), 6)


def asked_after_half_a_year(asker: User) -> FollowUp:
    request = make_closed(asker)
    ask_follow_ups(today=half_a_year_later())
    row: FollowUp = request.follow_ups.get(months=6)
    return row


@pytest.mark.parametrize("first", ["gemeente", "loket"])
def test_one_side_closes_and_the_other_is_asked_the_same(
    asker: User, run_outbox: Callable[[], int], mailoutbox: list[Any], first: str
) -> None:
    request = make_running(asker)
    desk = request.owner
    assert desk is not None
    run_outbox()
    mailoutbox.clear()
    address = f"/loket/verzoek/{request.reference}/afronden/"
    closer, other = (asker, desk) if first == "gemeente" else (desk, asker)
    assert client_of(closer).post(address, ANSWERS).status_code == 302
    request.refresh_from_db()
    assert request.status == RequestStatus.AFGEROND
    run_outbox()
    (mail,) = mailoutbox
    assert mail.to == [other.email]
    assert address in mail.body
    assert "De start duurde lang" not in mail.body
    assert "hoe was het?" in client_of(other).get(address).content.decode()
    assert client_of(other).post(address, {**ANSWERS, "helped": "nee"}).status_code == 302
    assert set(request.closing_answers.values_list("side", flat=True)) == {"gemeente", "loket"}
    assert request.closing_answers.count() == 2


def test_closing_takes_every_link_to_that_conversation_away_and_no_other(asker: User) -> None:
    closes, goes_on = make_running(asker), make_running(asker)
    for request in (closes, goes_on):
        assert request.owner is not None
        post_message(request=request, actor=request.owner, text="Komt u donderdag?", token="een")
    assert ThreadLink.objects.filter(request=closes).exists()
    close_request(request=closes, actor=asker, verdict=VERDICT)
    assert {link.request for link in ThreadLink.objects.all()} == {goes_on}


def test_first_answer_of_a_side_stays(asker: User) -> None:
    request = make_closed(asker)
    colleague = make_asker()
    again = close_request(request=request, actor=colleague, verdict=VERDICT)
    assert again.by == asker
    assert request.closing_answers.count() == 1
    assert request.follow_ups.count() == 2


def test_gemeente_is_asked_what_its_kind_of_help_asks_and_the_loket_is_not(asker: User) -> None:
    request = make_running(asker)
    assert request.owner is not None
    address = reverse("matching:close", args=[request.reference])
    first, *_, second = closing_questions_of(request.kind)
    page = client_of(asker).get(address).content.decode()
    assert first in page
    assert second in page
    assert first not in client_of(request.owner).get(address).content.decode()
    assert client_of(request.owner).post(address, {**ANSWERS, "own_1": "Van het loket"}).status_code == 302
    assert client_of(asker).post(address, {**ANSWERS, "own_1": "Ja, heel\r\nsnel."}).status_code == 302
    own = dict(request.closing_answers.values_list("side", "own_answers"))
    assert own == {"gemeente": [[first, "Ja, heel\nsnel."]], "loket": []}
    pages = {
        asker: request.get_absolute_url(),
        request.owner: reverse("matching:request_detail", args=[request.reference]),
    }
    for reader, page_of_request in pages.items():
        shown = client_of(reader).get(page_of_request).content.decode()
        assert first in shown
        assert second not in shown
    draft = start_draft_case(request=request, actor=asker)
    assert f"{first} Ja, heel\nsnel." in draft.answers["results"]


def test_own_question_takes_no_data_of_residents_and_keeps_what_was_typed(asker: User) -> None:
    request = make_running(asker)
    typed = "Mevrouw Jansen, bsn 111222333, is geholpen."
    page = client_of(asker).post(
        reverse("matching:close", args=[request.reference]), {**ANSWERS, "own_2": typed}
    )
    assert page.status_code == 422
    assert typed in page.content.decode()
    assert not request.closing_answers.exists()


def test_request_without_a_kind_is_asked_the_four_questions_only(asker: User) -> None:
    request = make_running(asker)
    SupportRequest.objects.filter(pk=request.pk).update(kind="")
    page = client_of(asker).get(reverse("matching:close", args=[request.reference])).content.decode()
    assert "Wat werkte niet?" in page
    assert "own_1" not in page


def test_question_left_open_is_told_beside_it(asker: User) -> None:
    request = make_running(asker)
    page = client_of(asker).post(f"/loket/verzoek/{request.reference}/afronden/", {"helped": "ja"})
    assert page.status_code == 422
    assert page.content.decode().count("Kies een antwoord.") >= 2
    request.refresh_from_db()
    assert request.status == RequestStatus.IN_UITVOERING


def test_request_that_nobody_worked_on_cannot_be_closed(asker: User) -> None:
    request = make_request(asker)
    with pytest.raises(WrongStepError):
        close_request(request=request, actor=asker, verdict=VERDICT)
    assert not ClosingAnswer.objects.exists()
    assert client_of(asker).get(f"/loket/verzoek/{request.reference}/afronden/").status_code == 302


def test_others_close_nothing_and_see_nothing(asker: User) -> None:
    request = make_running(asker)
    manager = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=Gemeente.objects.get(slug=GEMEENTE), user=manager, actor=None)
    stranger = UserFactory(role="gemeente")
    join_gemeente(user=stranger, gemeente=Gemeente.objects.get(slug="utrecht"), actor=None)
    for actor in (manager, stranger, UserFactory(role="expert"), UserFactory(role="kenniscentrum")):
        with pytest.raises(PermissionDenied):
            close_request(request=request, actor=actor, verdict=VERDICT)
        for path in (f"/loket/verzoek/{request.reference}/afronden/",
                     f"{request.get_absolute_url()}nazorg/6/"):  # fmt: skip
            assert client_of(actor).get(path).status_code in {403, 404}
            assert client_of(actor).post(path, ANSWERS).status_code in {403, 404}
        with pytest.raises(PermissionDenied):
            start_draft_case(request=request, actor=actor)
        draft = f"{request.get_absolute_url()}voorbeeld/"
        assert client_of(actor).post(draft).status_code in {403, 404}
    request.refresh_from_db()
    assert request.status == RequestStatus.IN_UITVOERING


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)), (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)  # fmt: skip
def test_day_of_a_later_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_night_asks_each_once_when_its_day_has_come(
    asker: User, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    request = make_closed(asker)
    run_outbox()
    mailoutbox.clear()
    assert ask_follow_ups(today=half_a_year_later() - timedelta(days=1)) == 0
    for count in (1, 0):
        assert ask_follow_ups(today=half_a_year_later()) == count
    run_outbox()
    (mail,) = mailoutbox
    assert f"{request.get_absolute_url()}nazorg/6/" in mail.body
    assert ask_follow_ups(today=months_later(timezone.localdate(), 12)) == 1


def test_silence_is_seen_at_the_desk(asker: User) -> None:
    row = asked_after_half_a_year(asker)
    desk = row.request.owner
    assert desk is not None
    page = client_of(desk).get(f"/loket/werkvoorraad/{row.request.reference}/").content.decode()
    assert "Nog geen antwoord." in page


def test_charter_questions_are_answered_once(asker: User) -> None:
    row = asked_after_half_a_year(asker)
    address = f"{row.request.get_absolute_url()}nazorg/6/"
    client = client_of(asker)
    refused = client.post(address, {"reached": "nee", "delivered": "ja", "adjustment": ""})
    assert refused.status_code == 422
    assert "hoe u het plan aanpast" in refused.content.decode()
    given = {"reached": "nee", "delivered": "ja", "adjustment": "Wij gaan een jaar langer door."}
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 302
    assert client.post(address, {**given, "reached": "ja"}).status_code == 422
    row.refresh_from_db()
    assert (row.reached, row.by, row.is_silent) == (Degree.NO, asker, False)
    assert MailMessage.objects.filter(key__contains=":followed:").count() == 1


def test_what_was_not_asked_yet_takes_no_answer(asker: User) -> None:
    request = make_closed(asker)
    row = request.follow_ups.get(months=12)
    assert client_of(asker).get(f"{request.get_absolute_url()}nazorg/12/").status_code == 404
    with pytest.raises(WrongStepError):
        answer_follow_up(follow_up=row, actor=asker, reached=Degree.YES, delivered=Degree.YES, adjustment="")


@pytest.mark.parametrize("months", ["0", "7", "99999999999999999999"])
def test_moment_that_does_not_exist_is_not_found(asker: User, months: str) -> None:
    request = make_closed(asker)
    assert client_of(asker).get(f"{request.get_absolute_url()}nazorg/{months}/").status_code == 404


# Knowledge


def test_draft_case_holds_what_the_gemeente_wrote_and_nothing_else(asker: User) -> None:
    request = make_running(asker)
    desk = request.owner
    assert desk is not None
    SupportRequest.objects.filter(pk=request.pk).update(tried="Een folder.")
    request.contacts.update(function="Functie kluut")
    post_message(request=request, actor=desk, text="Bericht roerdomp", token="a")
    post_message(request=request, actor=desk, text="Notitie roerdomp", token="b", is_internal=True)
    close_request(request=request, actor=asker, verdict=VERDICT)
    ClosingAnswer.objects.create(
        request=request, side="loket", helped="ja", reached="ja", recommends="ja",
        what_did_not_work="Van het loket: roerdomp", by=desk,
    )  # fmt: skip
    answer = client_of(asker).post(f"{request.get_absolute_url()}voorbeeld/")
    draft = Contribution.objects.get()
    assert draft.token in answer.headers["Location"]
    assert (draft.author, draft.state) == (asker, ContributionState.CONCEPT)
    assert draft.answers["problem_text"] == f"{PROBLEM}\n\nEerder probeerden wij: Een folder."
    assert draft.answers["what_did_not_work"] == "De start duurde lang."
    assert draft.answers["approach"] == f"Wij kregen hulp via het loket: {request.get_kind_display()}."
    kept = str(draft.answers) + str(draft.rest)
    for confidential in ("roerdomp", "kluut", "Expert0", desk.name, asker.email):
        assert confidential not in kept
    assert draft.get_absolute_url() in client_of(asker).get("/mijn/bijdragen/").content.decode() or (
        draft.token in client_of(asker).get("/mijn/bijdragen/").content.decode()
    )


def test_draft_says_truly_what_it_is_filled_with(asker: User) -> None:
    """Of a colleague too, and of the loket: "wat u zelf schreef" was not so."""
    answered, proposed = make_closed(asker), make_running(asker)
    plain = tell_sources(answered, asker)
    assert plain.startswith("Dit concept vulden wij met wat uw gemeente schreef in het verzoek")
    assert "voorstel van het loket" not in plain
    assert "antwoorden van uw gemeente bij de afronding" not in tell_sources(proposed, asker)
    assert "een zin dat er hulp kwam." in tell_sources(proposed, asker)
    close_request(request=proposed, actor=asker, verdict=VERDICT)
    assert "de antwoorden van uw gemeente bij de afronding" in tell_sources(proposed, asker)
    page = client_of(asker).post(f"{proposed.get_absolute_url()}voorbeeld/", follow=True).content.decode()
    assert tell_sources(proposed, asker) in page
    assert "u zelf schreef" not in page + client_of(asker).get(answered.get_absolute_url()).content.decode()


def test_draft_that_was_begun_is_found_again_as_it_was_left(asker: User) -> None:
    request = make_closed(asker)
    first = start_draft_case(request=request, actor=asker)
    Contribution.objects.filter(pk=first.pk).update(answers={"title": "Eigen titel"})
    assert start_draft_case(request=request, actor=asker).answers == {"title": "Eigen titel"}
    assert Contribution.objects.count() == 1


def test_draft_is_made_of_what_ended_only(asker: User) -> None:
    with pytest.raises(WrongStepError):
        start_draft_case(request=make_running(asker), actor=asker)


# Forgetting


def test_words_go_with_the_texts_of_the_request_and_not_before(asker: User) -> None:
    request = make_running(asker)
    desk = taken_by(make_request(asker))
    post_message(request=request, actor=desk, text="Hallo", token="a")
    close_request(request=request, actor=asker, verdict=replace(VERDICT, own=(("Kunt u verder?", "Ja."),)))
    rules = [f"matching.{name}" for name in ("conversation", "proposals", "closing")]
    years = timedelta(days=5 * 365)
    SupportRequest.objects.update(status_since=timezone.now() - years + timedelta(days=1))
    assert [retention.RULES[name]() for name in rules] == [0, 0, 0]
    SupportRequest.objects.update(status_since=timezone.now() - years - timedelta(days=1))
    assert all(retention.RULES[name]() for name in rules)
    assert [retention.RULES[name]() for name in rules] == [0, 0, 0]
    assert not Message.objects.exists()
    assert not Promise.objects.exists()
    assert not ProposalItem.objects.filter(kind="profile").exists()
    answer = ClosingAnswer.objects.get()
    assert (answer.what_did_not_work, answer.by, answer.helped) == (REMOVED, None, "ja")
    assert answer.own_answers == []
