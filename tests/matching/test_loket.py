"""The loket: from wizard to decision, and who sees what."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Wijk
from matching.models import RequestDraft, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.forms.wizard import STEPS
from matching.requests.services.drafts import keep_answers
from matching.requests.services.steps import decide_request, take_request, withdraw_request
from matching.requests.services.submit import submit_request
from matching.requests.workflow import ALLOWED, WrongStepError, check_step
from tests.factories.wizard import PROBLEM, fill_in_wizard, wizard_answers


@pytest.fixture
def gemeente(search_index: Any, as_role: Callable[..., Client]) -> Client:
    client = as_role("gemeente", email="arnhem@example.org")
    join_gemeente(user=client.user, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    return client


def wijk_in(name: str) -> Wijk:
    return Wijk.objects.filter(gemeente__name=name)[0]


def make_request(user: User, gemeente: str = "Arnhem") -> SupportRequest:
    wijk = wijk_in(gemeente)
    answers: dict[str, object] = {"gemeente_id": wijk.gemeente_id}
    for step in wizard_answers(wijk.pk).values():
        answers |= step
    return submit_request(draft=RequestDraft.objects.create(user=user, answers=answers), actor=user)


def fill_in(client: Client) -> None:
    fill_in_wizard(client, "", wijk_in("Arnhem").pk)


def test_wizard_leads_to_a_request_with_mail_and_trail(
    gemeente: Client, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    fill_in(gemeente)
    summary = gemeente.get("/loket/aanvraag/controle/").content.decode()
    assert PROBLEM in summary
    response = gemeente.post("/loket/aanvraag/controle/")
    request = SupportRequest.objects.get()
    assert response.headers["Location"] == f"/mijn/verzoeken/{request.reference}/?nieuw=1"
    assert request.reference in gemeente.get(response.headers["Location"]).content.decode()
    assert [event.action for event in events_of(request)] == ["matching.request_submitted"]
    run_outbox()
    assert [mail.to for mail in mailoutbox] == [["arnhem@example.org"]]
    assert PROBLEM not in mailoutbox[0].body


def test_sending_twice_gives_one_request(gemeente: Client) -> None:
    fill_in(gemeente)
    gemeente.post("/loket/aanvraag/controle/")
    assert gemeente.post("/loket/aanvraag/controle/").headers["Location"] == "/mijn/verzoeken/"
    assert SupportRequest.objects.count() == 1


def test_answers_survive_logging_out(gemeente: Client) -> None:
    gemeente.post("/loket/aanvraag/probleem/", {"problem": PROBLEM})
    user = gemeente.user
    gemeente.logout()
    gemeente.force_login(user)
    assert PROBLEM in gemeente.get("/loket/aanvraag/probleem/").content.decode()


def test_personal_data_is_refused_beside_the_field_and_kept(gemeente: Client) -> None:
    text = f"{PROBLEM} Familie Jansen belt 06-12345678."
    response = gemeente.post("/loket/aanvraag/probleem/", {"problem": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert "telefoonnummer" in page
    assert "Familie Jansen belt" in page


def start_with_package(gemeente: Client) -> str:
    """Asks for an answer package and begins a request from there; the address of the first page."""
    package = gemeente.post("/antwoord/", {"text": PROBLEM}).headers["Location"].strip("/").split("/")[-1]
    response = gemeente.get("/loket/aanvraag/", {"pakket": package})
    return response.headers.get("Location") or response.context["begin"]


def test_problem_of_a_package_is_filled_in(gemeente: Client) -> None:
    first_page = start_with_package(gemeente)
    assert PROBLEM in gemeente.get(first_page).content.decode()


def test_package_never_overwrites_what_was_typed(gemeente: Client) -> None:
    own = "Ondernemers trekken weg en de winkels staan leeg."
    gemeente.post("/loket/aanvraag/probleem/", {"problem": own})
    (typed,) = RequestDraft.objects.all()
    first_page = start_with_package(gemeente)
    here = f"/loket/aanvraag/probleem/?concept={typed.token}"
    package = first_page.partition("pakket=")[2]
    for look in (gemeente.get, gemeente.head):
        look(f"{here}&pakket={package}")
    gemeente.post(first_page.replace("/probleem/", "/wijk/"), {"wijk_id": wijk_in("Arnhem").pk})
    gemeente.post(
        f"/loket/aanvraag/wijk/?concept={typed.token}&pakket={package}", {"wijk_id": wijk_in("Arnhem").pk}
    )
    page = gemeente.get(here).content.decode()
    assert own in page
    assert PROBLEM not in page
    assert {draft.answers["problem"] for draft in RequestDraft.objects.all()} == {own, PROBLEM}


def test_looking_at_the_wizard_writes_nothing(gemeente: Client) -> None:
    first_page = start_with_package(gemeente)
    for address in (first_page, "/loket/aanvraag/probleem/", "/loket/aanvraag/controle/"):
        gemeente.get(address)
        gemeente.head(address)
    assert not RequestDraft.objects.exists()


def test_services_refuse_who_may_not(gemeente: Client, as_role: Callable[..., Client]) -> None:
    request = make_request(gemeente.user)
    stranger = as_role("gemeente").user
    decision = {"to": RequestStatus.BEANTWOORD, "reason": "r", "alternative": "", "advice": []}
    for refused in (
        lambda: take_request(request=request, actor=stranger),
        lambda: decide_request(request=request, actor=stranger, **decision),
        lambda: withdraw_request(request=request, actor=stranger),
        lambda: make_request(stranger),
        lambda: keep_answers(actor=as_role("loket").user, answers={}),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    request.refresh_from_db()
    assert request.status == RequestStatus.INGEDIEND


def test_wijk_of_another_gemeente_is_refused(gemeente: Client) -> None:
    assert gemeente.post("/loket/aanvraag/wijk/", {"wijk_id": wijk_in("Utrecht").pk}).status_code == 422


def test_nobody_reads_or_withdraws_the_request_of_another_gemeente(
    gemeente: Client, as_role: Callable[..., Client]
) -> None:
    request = make_request(gemeente.user)
    other = as_role("gemeente")
    join_gemeente(user=other.user, gemeente=Gemeente.objects.get(slug="utrecht"), actor=None)
    manager = as_role("accountmanager")
    address = f"/mijn/verzoeken/{request.reference}/"
    assert gemeente.get(address).status_code == 200
    for stranger in (other, manager):
        assert stranger.get(address).status_code == 404
        assert request.reference not in stranger.get("/mijn/verzoeken/").content.decode()
    assert other.post(f"{address}intrekken/").status_code == 404
    request.refresh_from_db()
    assert request.status == RequestStatus.INGEDIEND


def test_desk_takes_and_decides_with_a_reason(
    gemeente: Client, as_role: Callable[..., Client], run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    request = make_request(gemeente.user)
    desk = as_role("loket")
    address = f"/loket/werkvoorraad/{request.reference}/"
    assert request.reference in desk.get("/loket/werkvoorraad/").content.decode()
    desk.post(f"{address}pakken/")
    assert "Advies" in desk.get(address).content.decode()
    refused = desk.post(address, {"to": "afgewezen", "reason": "Past niet."})
    assert refused.status_code == 422
    assert "Noem een andere route" in refused.content.decode()
    assert "Kies waarom u het verzoek afwijst." in refused.content.decode()
    no = {"to": "afgewezen", "reason": "Past niet.", "alternative": "Bel het CCV."}
    assert desk.post(address, {**no, "refusal": "onzin"}).status_code == 422
    desk.post(address, {**no, "refusal": "elders"})
    request.refresh_from_db()
    assert (request.status, request.owner) == (RequestStatus.AFGEWEZEN, desk.user)
    assert [event.data["to"] for event in events_of(request).filter(action="matching.status")] == [
        "in_behandeling", "afgewezen",
    ]  # fmt: skip
    assert "Bel het CCV." in gemeente.get(f"/mijn/verzoeken/{request.reference}/").content.decode()
    run_outbox()
    assert any("Bel het CCV." in mail.body for mail in mailoutbox)


def test_second_person_hears_that_it_is_taken(gemeente: Client, as_role: Callable[..., Client]) -> None:
    request = make_request(gemeente.user)
    first, second = as_role("loket").user, as_role("loket").user
    take_request(request=request, actor=first)
    with pytest.raises(WrongStepError):
        take_request(request=request, actor=second)
    request.refresh_from_db()
    assert request.owner == first


def test_failed_decision_leaves_nothing_behind(
    gemeente: Client, as_role: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make_request(gemeente.user)
    desk = as_role("loket").user
    take_request(request=request, actor=desk)
    before = events_of(request).count()

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("mail is away")

    monkeypatch.setattr("matching.requests.services.notify.queue_mail", broken)
    with pytest.raises(RuntimeError):
        decide_request(
            request=request, actor=desk, to=RequestStatus.AFGEWEZEN, reason="r", alternative="a", advice=[]
        )  # fmt: skip
    request.refresh_from_db()
    assert request.status == RequestStatus.IN_BEHANDELING
    assert events_of(request).count() == before
    assert not request.decisions.exists()


@pytest.mark.parametrize("now", list(RequestStatus))
@pytest.mark.parametrize("to", list(RequestStatus))
def test_only_declared_steps_are_possible(now: RequestStatus, to: RequestStatus) -> None:
    kind = "kennisvraag"
    if to in ALLOWED[now]:
        check_step(now=now, to=to, kind=kind)
    else:
        with pytest.raises(WrongStepError):
            check_step(now=now, to=to, kind=kind)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(step=st.sampled_from(sorted(STEPS)), value=st.text(max_size=200))
def test_no_answer_gives_a_server_error(gemeente: Client, step: str, value: str) -> None:
    value = value.encode("utf-8", "ignore").decode()
    names = ("wijk_id", "kind", "problem", "tried", "wanted", "urgency", "contact")
    response = gemeente.post(f"/loket/aanvraag/{step}/", dict.fromkeys(names, value))
    assert response.status_code in {302, 422}


def test_loket_page_offers_each_role_a_door_that_opens(
    gemeente: Client, as_role: Callable[..., Client]
) -> None:
    for client in (gemeente, as_role("loket"), as_role("redactie"), Client()):
        links = re.findall(
            r'<a class="kw-button[^"]*" href="([^"]+)"', client.get("/loket/").content.decode()
        )
        assert links
        for link in links:
            assert client.get(html.unescape(link), follow=True).status_code == 200, link
