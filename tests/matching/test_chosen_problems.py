"""What a reader of an answer says it is about goes along into the request, and the advice goes by that."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.core.models import Wijk
from matching.models import RequestDraft, SupportRequest
from matching.requests.advised import problems_advised_on, told_problems
from matching.requests.chosen import CODES, OF_TEXT, chosen_in, from_address, with_choice
from matching.requests.selectors import problems_of
from matching.requests.services.drafts import keep_answers
from matching.requests.services.submit import submit_request
from tests.factories.requests import make_asker, make_request
from tests.factories.wizard import wizard_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
PROBLEM = "Op het plein ligt overal afval en niemand ruimt het op."


def draft_of(user: User, *, chosen: list[str], problem: str = PROBLEM, typed: str = PROBLEM) -> RequestDraft:
    wijk = Wijk.objects.filter(gemeente__in=gemeenten_of(user))[0]
    answers: dict[str, Any] = {"gemeente_id": wijk.gemeente_id}
    for step in wizard_answers(wijk.pk).values():
        answers |= step
    return keep_answers(actor=user, answers=answers | {"problem": typed}, problem=problem, chosen=chosen)


def test_choice_of_the_gemeente_is_what_the_request_is_about() -> None:
    user = make_asker()
    request = submit_request(draft=draft_of(user, chosen=["VE03", "WO08"]), actor=user)
    assert request.problems_chosen
    assert not request.problems_corrected
    assert problems_of(request) == told_problems(request) == problems_advised_on(request) == ["VE03", "WO08"]
    assert request.themes == ["veiligheid", "wonen"]


def test_request_without_a_choice_goes_by_its_text() -> None:
    user = make_asker()
    request = submit_request(draft=draft_of(user, chosen=[]), actor=user)
    assert not request.problems_chosen
    assert told_problems(request) is None


def test_choice_ends_with_the_text_it_was_made_for() -> None:
    chosen = with_choice({"problem": PROBLEM}, ["WO11"], PROBLEM)
    assert chosen_in(chosen) == ["WO11"]
    assert chosen_in(chosen | {"problem": f"  {PROBLEM}\r\n"}) == ["WO11"], "the same words"
    assert chosen_in(chosen | {"problem": "Er is te weinig groen in onze wijk."}) == []
    assert with_choice({}, [], PROBLEM) == {}


def test_choice_never_overwrites_what_was_typed_before() -> None:
    user = make_asker()
    draft = draft_of(user, chosen=[], problem="")
    kept = keep_answers(
        actor=user, answers={"wanted": "Hulp."}, token=draft.token, problem="Iets anders.", chosen=["WO11"]
    )
    assert CODES not in kept.answers
    assert OF_TEXT not in kept.answers


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("WO11.VE03", ["WO11", "VE03"]),
        ("VE03.VE03", ["VE03"]),
        ("", []),
        ("XX99.<script>.WO11", ["WO11"]),
        (".".join(f"X{n}" for n in range(99)), []),
    ],
)
@pytest.mark.usefixtures("reference")
def test_address_names_known_problems_only(value: str, codes: list[str]) -> None:
    assert from_address(value) == codes


def test_choice_travels_from_the_answer_to_the_page_of_what_is_known(as_role: Callable[..., Any]) -> None:
    client: Client = as_role("gemeente")
    answer = client.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
    page = client.get(answer, {"gekozen": "1", "probleem": ["WO08", "VE03.0"]})
    start = page.context["request_url"]
    assert parse_qs(urlsplit(start).query)["problemen"] == ["WO08.VE03"]
    first = client.get(start).headers["Location"]
    sent = client.post(first, {"problem": PROBLEM, "doe": "verder"})
    draft = RequestDraft.objects.get()
    assert chosen_in(draft.answers) == ["WO08", "VE03"]
    assert sent.status_code == 302
    known = client.get("/loket/aanvraag/bekend/", {"concept": draft.token}).content.decode()
    assert "U koos bij uw tekst" in known
    assert "langdurige leegstand voor sloop" in known


def test_desk_reads_what_the_advice_goes_by(
    as_role: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nothing was read in the problem alone when it was sent."""
    request = make_request(problem=PROBLEM)
    request.problems.clear()
    asked: list[str] = []

    def read(text: str) -> list[Any]:
        asked.append(text)
        return [type("Read", (), {"code": "WO11", "sentence": PROBLEM})]

    monkeypatch.setattr("matching.requests.advised.recognise", read)
    desk: Client = as_role("loket")
    page = desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    assert "Geen bekend probleem" not in page
    assert "Vuil, graffiti en achterstallig onderhoud" in page
    assert asked == [f"{request.problem} {request.wanted}"]
    SupportRequest.objects.filter(pk=request.pk).update(problems_chosen=True)
    assert "zo koos de gemeente" in desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
