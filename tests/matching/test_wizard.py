"""The wizard: nothing typed is lost, and nothing mixes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente, Wijk
from matching.models import RequestDraft, SupportRequest
from matching.requests.selectors import wijk_named_in
from tests.factories.accounts import log_in
from tests.factories.requests import make_request
from tests.factories.wizard import CONTACT, PROBLEM, fill_in_wizard, wizard_answers

STEP = "/loket/aanvraag/probleem/"


@pytest.fixture
def gemeente(search_index: Any, as_role: Callable[..., Client]) -> Client:
    client = as_role("gemeente")
    join_gemeente(user=person(client), gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    return client


def person(client: Client) -> User:
    user: User = client.user
    return user


def wijk() -> Wijk:
    return Wijk.objects.filter(gemeente__slug="arnhem")[0]


def fill_in(client: Client, token: str, **changed: dict[str, object]) -> None:
    fill_in_wizard(client, token, wijk().pk, **changed)


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


@pytest.mark.parametrize(("button", "leads_to"), [("stop", "/mijn/verzoeken/"), ("vorige", "/soort/")])
def test_every_button_keeps_what_was_typed(gemeente: Client, button: str, leads_to: str) -> None:
    address = "/loket/aanvraag/geprobeerd/?concept=een"
    response = gemeente.post(address, {"tried": PROBLEM, "doe": button})
    assert leads_to in response.headers["Location"]
    assert PROBLEM in gemeente.get(address).content.decode()


def test_page_that_is_not_complete_can_be_left(gemeente: Client) -> None:
    address = "/loket/aanvraag/doel/?concept=een"
    assert gemeente.post(address, {"wanted": "Rust.", "doe": "stop"}).status_code == 302
    assert RequestDraft.objects.get().answers == {"wanted": "Rust."}
    assert gemeente.post(address, {"wanted": "Rust."}).status_code == 422


def test_text_that_may_not_be_kept_stays_on_the_page_when_somebody_stops(gemeente: Client) -> None:
    response = gemeente.post(f"{STEP}?concept=een", {"problem": "Mail a.bakker@example.nl.", "doe": "stop"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Mail a.bakker@example.nl." in page
    assert "Stop zonder deze pagina te bewaren" in page
    assert not RequestDraft.objects.exists()


@pytest.mark.parametrize("text", [PROBLEM, "Bel 06-12345678.", ""])
def test_text_sent_after_the_session_ended_is_back_after_the_login(gemeente: Client, text: str) -> None:
    address = f"{STEP}?concept=een"
    fields = hidden_fields(gemeente.get(address).content.decode())
    gemeente.logout()
    response = gemeente.post(address, {**fields, "problem": text})
    assert response.headers["Location"].startswith("/accounts/login/?next=/loket/aanvraag/probleem/")
    login = log_in(gemeente, person(gemeente), password="geheim-woord-123", next=address)
    assert login.headers["Location"] == address
    gemeente.head(address)
    for _ in range(2):
        page = gemeente.get(address).content.decode()
        assert text in page
        assert "Wat u typte, staat er nog." in page
    assert not RequestDraft.objects.exists(), "looking writes nothing"
    gemeente.post(address, {"problem": PROBLEM})
    assert "Wat u typte, staat er nog." not in gemeente.get(address).content.decode()


def test_text_of_one_person_is_never_given_to_another(
    gemeente: Client, as_role: Callable[..., Client]
) -> None:
    address = f"{STEP}?concept=een"
    fields = hidden_fields(gemeente.get(address).content.decode())
    other = person(as_role("gemeente"))
    for forged in ("", f"{other.pk}:vals", fields["van_wie"]):
        browser = Client()
        browser.post(address, {"problem": PROBLEM, "van_wie": forged})
        browser.force_login(other)
        assert PROBLEM not in browser.get(address).content.decode()


def test_text_waits_an_hour_and_no_longer(gemeente: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{STEP}?concept=een"
    fields = hidden_fields(gemeente.get(address).content.decode())
    gemeente.logout()
    gemeente.post(address, {**fields, "problem": PROBLEM})
    gemeente.force_login(person(gemeente))
    monkeypatch.setattr("krachtwijken.core.unsent.KEPT_SECONDS", -1)
    assert PROBLEM not in gemeente.get(address).content.decode()


def test_two_tabs_do_not_mix(gemeente: Client) -> None:
    one, two = "Winkels staan leeg in de hoofdstraat.", "Ouderen zitten alleen thuis."
    gemeente.post(f"{STEP}?concept=een", {"problem": one})
    gemeente.post(f"{STEP}?concept=twee", {"problem": two})
    gemeente.post("/loket/aanvraag/geprobeerd/?concept=een", {"tried": "Een gesprek."})
    answers = {draft.token: draft.answers for draft in RequestDraft.objects.all()}
    assert answers == {"een": {"problem": one, "tried": "Een gesprek."}, "twee": {"problem": two}}
    assert one in gemeente.get(f"{STEP}?concept=een").content.decode()
    assert one not in gemeente.get(f"{STEP}?concept=twee").content.decode()


def test_second_tab_on_the_same_page_puts_nothing_back(gemeente: Client) -> None:
    page = "/loket/aanvraag/doel/?concept=een"
    seen = gemeente.get(page).context["form"]["versie"].value()
    data = {"urgency": "dit_kwartaal", "versie": seen}
    assert gemeente.post(page, {**data, "wanted": "Rust op straat."}).status_code == 302
    answer = gemeente.post(page, {**data, "wanted": "Iets heel anders."})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "veranderd in een ander venster" in text
    assert "Iets heel anders." in text
    assert RequestDraft.objects.get(token="een").answers["wanted"] == "Rust op straat."
    mark = answer.context["form"]["versie"].value()
    assert gemeente.post(page, {**data, "wanted": "Iets heel anders.", "versie": mark}).status_code == 302
    answers = RequestDraft.objects.get(token="een").answers
    assert answers["wanted"] == "Iets heel anders."
    assert "versie" not in answers


def test_draft_of_somebody_else_is_not_there(gemeente: Client, as_role: Callable[..., Client]) -> None:
    gemeente.post(f"{STEP}?concept=een", {"problem": PROBLEM})
    other = as_role("gemeente")
    assert PROBLEM not in other.get(f"{STEP}?concept=een").content.decode()
    other.post("/loket/aanvraag/geprobeerd/?concept=een", {"tried": "Een gesprek."})
    assert RequestDraft.objects.get(user=person(gemeente)).answers == {"problem": PROBLEM}
    other.post("/loket/aanvraag/weggooien/een/")
    assert RequestDraft.objects.filter(user=person(gemeente)).exists()


def test_new_request_beside_one_that_is_not_finished_asks_first(gemeente: Client) -> None:
    assert gemeente.get("/loket/aanvraag/").status_code == 302
    gemeente.post(f"{STEP}?concept=een", {"problem": PROBLEM})
    response = gemeente.get("/loket/aanvraag/")
    page = response.content.decode()
    assert response.status_code == 200
    assert PROBLEM in page
    assert "Begin een nieuwe aanvraag" in page
    assert "concept=een" not in response.context["begin"]


def test_drafts_are_listed_and_thrown_away_after_a_question(gemeente: Client) -> None:
    gemeente.post(f"{STEP}?concept=een", {"problem": PROBLEM})
    assert PROBLEM in gemeente.get("/mijn/verzoeken/").content.decode()
    address = "/loket/aanvraag/weggooien/een/"
    assert "Ja, gooi weg" in gemeente.get(address).content.decode()
    assert RequestDraft.objects.exists()
    gemeente.post(address)
    assert not RequestDraft.objects.exists()
    assert gemeente.post(address).status_code == 404


def test_draft_goes_on_at_the_first_page_that_was_not_seen(gemeente: Client) -> None:
    answers = wizard_answers(wijk().pk)
    for step in ("probleem", "wijk", "soort", "vragen", "doel"):
        gemeente.post(f"/loket/aanvraag/{step}/?concept=een", answers[step])
    (draft,) = gemeente.get("/mijn/verzoeken/").context["drafts"]
    # That page may stay empty, and was not seen.
    assert gemeente.get(draft.url).headers["Location"] == "/loket/aanvraag/geprobeerd/?concept=een"


def test_page_back_after_sending_leads_to_the_request(gemeente: Client) -> None:
    fill_in(gemeente, "een")
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    request = SupportRequest.objects.get()
    for answer in (
        gemeente.get(f"{STEP}?concept=een"),
        gemeente.post(f"{STEP}?concept=een", {"problem": "Iets anders."}),
        gemeente.get("/loket/aanvraag/controle/?concept=een"),
        gemeente.post("/loket/aanvraag/controle/?concept=een"),
    ):
        assert answer.headers["Location"].startswith(request.get_absolute_url())
    assert SupportRequest.objects.count() == 1
    assert request.problem == PROBLEM


def test_official_may_leave_a_phone_number_and_an_address_to_be_called(gemeente: Client) -> None:
    fill_in(gemeente, "een")
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    request = SupportRequest.objects.get()
    contact = request.contacts.get()
    assert (contact.function, contact.name, contact.phone) == (
        "Projectleider", CONTACT["contact_name"], CONTACT["contact_phone"],
    )  # fmt: skip
    assert (
        gemeente.post(f"{STEP}?concept=twee", {"problem": f"{PROBLEM} Bel 06-12345678."}).status_code == 422
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\r\n".join(["De straat is druk en vol met afval in de hele buurt."] * 96)[:5050], id="wrapped"),
        pytest.param("👍🏽" * 5000, id="pictures"),
        pytest.param("e\u0301" * 5000, id="loose accents"),
    ],
)  # fmt: skip
def test_limit_counts_what_the_reader_sees(gemeente: Client, text: str) -> None:
    assert gemeente.post(f"{STEP}?concept=een", {"problem": text}).status_code == 302


def test_text_over_the_limit_is_refused_whole_and_counted(gemeente: Client) -> None:
    page = gemeente.get(f"{STEP}?concept=een").content.decode()
    assert "maxlength" not in page, "a browser would cut what is pasted, and say nothing"
    response = gemeente.post(f"{STEP}?concept=een", {"problem": "👍🏽" * 5001})
    assert response.status_code == 422
    assert "5001 tekens" in response.content.decode()
    assert "👍🏽" * 5001 in response.content.decode()


def test_withdrawing_a_request_asks_first(gemeente: Client) -> None:
    fill_in(gemeente, "een")
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    request = SupportRequest.objects.get()
    address = f"{request.get_absolute_url()}intrekken/"
    assert "Ja, trek het verzoek in" in gemeente.get(address).content.decode()
    request.refresh_from_db()
    assert request.status == "ingediend"
    gemeente.post(address)
    request.refresh_from_db()
    assert request.status == "ingetrokken"
    assert gemeente.get(address).headers["Location"] == request.get_absolute_url()


def test_wijk_that_the_text_names_goes_before_that_of_the_last_request(gemeente: Client) -> None:
    first, other, *_ = Wijk.objects.filter(gemeente__slug="arnhem")
    make_request(person(gemeente), wijk_id=first.pk)
    for text, chosen in (
        (f"In {other.name} is het onrustig.", other),
        ("In de wijk is het onrustig.", first),
    ):
        gemeente.post(f"{STEP}?concept={chosen.pk}", {"problem": text})
        page = gemeente.get(f"/loket/aanvraag/wijk/?concept={chosen.pk}").content.decode()
        assert f'value="{chosen.pk}" selected' in page


@pytest.mark.parametrize(
    ("text", "named"),
    [("", False), ("PRESIKHAAF is onrustig", True), ("presikhaafse jongeren", False), ("{every}", False)],
)
def test_wijk_is_named_by_its_whole_name_and_alone(gemeente: Client, text: str, named: bool) -> None:
    wijken = Wijk.objects.filter(gemeente__slug="arnhem")
    found = wijk_named_in(text.format(every=" en ".join(wijk.name for wijk in wijken)), person(gemeente))
    assert found == (wijken.get(name="Presikhaaf").pk if named else None)
