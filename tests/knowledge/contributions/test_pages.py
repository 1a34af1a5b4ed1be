"""Page by page: every button keeps what was typed, nothing mixes, nothing is lost."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.forms.steps import STEPS
from knowledge.contributions.models import Contribution
from knowledge.contributions.provided import ProposedProblem, problem_reader
from knowledge.contributions.selectors import contribution_at
from krachtwijken.core.models import ProblemLabel, Theme
from tests.factories.accounts import log_in
from tests.factories.contributions import TITLE, full_answers, gemeente_client, make_contribution, person_of

STEP = "/kennis/delen/stap/probleem/?concept=een"
PROBLEM = "De voordeur van de flat stond altijd open."


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def posted(name: str, answers: dict[str, object]) -> dict[str, object]:
    """What a browser sends for the questions on this page."""
    return {key: answers[key] for key in STEPS[name].base_fields if answers.get(key) not in (None, "", [])}


def test_start_is_for_everybody_and_says_what_happens(site_tree: object, client: Client) -> None:
    page = client.get("/kennis/delen/").content.decode()
    assert "Een kwartier" in page
    assert "Log in en begin" in page


def test_looking_writes_nothing(arnhem: Client) -> None:
    for address in (
        "/kennis/delen/nieuw/",
        STEP,
        "/kennis/delen/bestand/tekst/",
        "/kennis/delen/bestand/bijlagen/?concept=een",
    ):
        assert arnhem.get(address).status_code == 200
    assert not Contribution.objects.exists()


def test_from_first_page_to_the_overview(arnhem: Client) -> None:
    answers = full_answers()
    address = "/kennis/delen/stap/waar/?concept=een"
    for _ in range(len(STEPS)):
        name = address.split("/")[4]
        address = arnhem.post(address, posted(name, answers)).headers["Location"]
        if "controle" in address:
            break
    page = arnhem.get(address).content.decode()
    assert "Wij hebben nog nodig" not in page
    assert "15 van 15 vragen zijn klaar" in page
    assert Contribution.objects.get().answers.items() >= {"title": TITLE, "period_from": 2016}.items()


@pytest.mark.parametrize(("button", "leads_to"), [("stop", "/mijn/bijdragen/"), ("vorige", "/stap/naam/")])
def test_every_button_keeps_what_was_typed(arnhem: Client, button: str, leads_to: str) -> None:
    response = arnhem.post(STEP, {"problem_text": PROBLEM, "doe": button})
    assert leads_to in response.headers["Location"]
    assert PROBLEM in arnhem.get(STEP).content.decode()
    assert PROBLEM[:30] in arnhem.get("/mijn/bijdragen/").content.decode()


def test_page_that_is_not_complete_can_be_left(arnhem: Client) -> None:
    address = "/kennis/delen/stap/voor-wie/?concept=een"
    assert arnhem.post(address, {"goal": "Rust.", "doe": "stop"}).status_code == 302
    assert Contribution.objects.get().answers == {"goal": "Rust."}
    assert arnhem.post(address, {"goal": "Rust."}).status_code == 422


def test_personal_data_of_residents_is_refused_beside_every_field(arnhem: Client) -> None:
    typed = "Mevrouw De Vries heeft schulden, 06-12345678."
    free = [
        (name, key)
        for name, form in STEPS.items()
        for key, field in form.base_fields.items()
        if type(field).__name__ == "FreeTextField"
    ]
    assert len(free) > 15
    for name, key in free:
        response = arnhem.post(f"/kennis/delen/stap/{name}/?concept=een", {key: typed, "doe": "stop"})
        page = response.content.decode()
        assert response.status_code == 422, key
        assert "telefoonnummer" in page, key
        assert typed in page, key
    assert not Contribution.objects.exists()


def test_start_that_is_still_to_come_is_refused(arnhem: Client) -> None:
    response = arnhem.post(
        "/kennis/delen/stap/wanneer/?concept=een", {"period_from": "2095", "status": "loopt"}
    )
    assert response.status_code == 422
    assert "Dit jaar moet nog komen." in response.content.decode()


@pytest.mark.parametrize("typed", ["mevrouw De Vries", "J. Bakker", "Karin Jansen, projectleider"])
def test_contact_is_a_function_and_no_name(arnhem: Client, typed: str) -> None:
    answers = {"owner": "Gemeente Arnhem", "contact_function": typed}
    page = arnhem.post("/kennis/delen/stap/van-wie/?concept=een", answers)
    assert "Schrijf een functie, geen naam" in page.content.decode()


def test_text_sent_after_the_session_ended_is_back_after_the_login(arnhem: Client) -> None:
    fields = hidden_fields(arnhem.get(STEP).content.decode())
    arnhem.logout()
    response = arnhem.post(STEP, {**fields, "problem_text": PROBLEM})
    assert response.headers["Location"].startswith("/accounts/login/?next=/kennis/delen/")
    log_in(arnhem, person_of(arnhem), password="geheim-woord-123", next=STEP)
    page = arnhem.get(STEP).content.decode()
    assert PROBLEM in page
    assert "Wat u typte, staat er nog." in page
    assert not Contribution.objects.exists()


def test_two_tabs_on_one_page_lose_no_text(arnhem: Client) -> None:
    seen = hidden_fields(arnhem.get(STEP).content.decode())["gezien"]
    arnhem.post(STEP, {"problem_text": "Wat het eerste venster schreef.", "gezien": seen})
    second = arnhem.post(STEP, {"problem_text": "Wat het tweede venster schreef.", "gezien": seen})
    page = second.content.decode()
    assert second.status_code == 409
    assert "Wat het eerste venster schreef." in page
    assert "Wat het tweede venster schreef." in page
    assert Contribution.objects.get().answers["problem_text"] == "Wat het eerste venster schreef."
    again = {"problem_text": "Beide.", "gezien": hidden_fields(page)["gezien"]}
    assert arnhem.post(STEP, again).status_code == 302
    assert Contribution.objects.get().answers["problem_text"] == "Beide."


def test_the_same_page_sent_twice_is_no_other_tab(arnhem: Client) -> None:
    seen = hidden_fields(arnhem.get(STEP).content.decode())["gezien"]
    for _ in range(2):
        assert arnhem.post(STEP, {"problem_text": PROBLEM, "gezien": seen}).status_code == 302


def test_two_tabs_on_two_pages_do_not_hinder_each_other(arnhem: Client) -> None:
    other = "/kennis/delen/stap/resultaat/?concept=een"
    seen = [hidden_fields(arnhem.get(address).content.decode())["gezien"] for address in (STEP, other)]
    arnhem.post(STEP, {"problem_text": PROBLEM, "gezien": seen[0]})
    assert arnhem.post(other, {"results": "Minder inbraken.", "gezien": seen[1]}).status_code == 302
    assert Contribution.objects.get().answers == {"problem_text": PROBLEM, "results": "Minder inbraken."}


def test_draft_of_somebody_else_is_not_found_at_its_address(
    arnhem: Client, as_role: Callable[..., Client]
) -> None:
    row = make_contribution(person_of(arnhem))
    colleague = gemeente_client(as_role)
    assert contribution_at(person_of(arnhem), "een") == row
    assert contribution_at(person_of(colleague), "een") is None
    assert PROBLEM not in colleague.get(STEP).content.decode()


def test_two_drafts_do_not_mix(arnhem: Client) -> None:
    arnhem.post(STEP, {"problem_text": "Een."})
    arnhem.post(STEP.replace("=een", "=twee"), {"problem_text": "Twee."})
    assert {row.token: row.answers["problem_text"] for row in Contribution.objects.all()} == {
        "een": "Een.",
        "twee": "Twee.",
    }


def test_proposed_problems_show_their_sentence_and_the_writer_decides(
    arnhem: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ProblemLabel.objects.exclude(theme=None)[:2]
    monkeypatch.setattr(
        problem_reader, "registered", lambda text: [ProposedProblem(first.code, "De deur stond open.")]
    )
    make_contribution(person_of(arnhem), answers={"problem_text": PROBLEM})
    address = "/kennis/delen/stap/onderwerp/?concept=een"
    page = arnhem.get(address).content.decode()
    assert "U schreef: “De deur stond open.”" in page
    assert re.search(rf'value="{first.code}"[^>]*checked', page)
    arnhem.post(address, {"themes": [first.theme_id], "more_problems": [second.code]})
    assert Contribution.objects.get().answers["problems"] == [second.code]
    assert "U schreef" not in arnhem.get(address).content.decode(), (
        "what was taken away is not proposed again"
    )


def test_theme_is_that_of_the_problems_when_only_those_are_chosen(arnhem: Client) -> None:
    first, second = ProblemLabel.objects.exclude(theme=None)[:2]
    address = "/kennis/delen/stap/onderwerp/?concept=een"
    refused = arnhem.post(address, {})
    assert refused.status_code == 422
    assert "Kies minstens één thema." in refused.content.decode()
    assert arnhem.post(address, {"more_problems": [first.code]}).status_code == 302
    answers = Contribution.objects.get().answers
    assert (answers["problems"], answers["themes"]) == ([first.code], [first.theme_id])
    other = next(theme for theme in Theme.objects.all() if theme.code != second.theme_id)
    arnhem.post(address, {"problems": [first.code], "themes": [other.code]})
    assert Contribution.objects.get().answers["themes"] == [other.code], "what somebody chose stands"


def test_draft_with_problems_and_without_a_theme_is_not_ready(arnhem: Client) -> None:
    first = ProblemLabel.objects.exclude(theme=None)[0]
    make_contribution(person_of(arnhem), answers=full_answers(themes=[], problems=[first.code]))
    assert arnhem.post("/kennis/delen/controle/?concept=een").status_code == 422


def test_experiment_gets_a_page_more(arnhem: Client) -> None:
    make_contribution(person_of(arnhem), answers=full_answers(kind="experiment"))
    page = arnhem.get("/kennis/delen/controle/?concept=een").content.decode()
    assert "Wat wilde u weten?" in page
    assert "15 van 16 vragen zijn klaar" in page


def test_overview_names_what_is_missing_and_refuses_to_send(arnhem: Client) -> None:
    make_contribution(person_of(arnhem), answers=full_answers(what_did_not_work="", goal="a" * 501))
    response = arnhem.post("/kennis/delen/controle/?concept=een")
    page = response.content.decode()
    assert response.status_code == 422
    assert "U kunt nog niet versturen" in page
    assert "Uw tekst is te lang: 501 tekens" in page
    assert Contribution.objects.get().state == ContributionState.CONCEPT


def test_outcome_is_told_in_full_or_not_at_all(arnhem: Client) -> None:
    address = "/kennis/delen/stap/uitkomst/?concept=een"
    page = arnhem.post(address, {"outcome_indicator": "Klachten", "outcome_domain": "veiligheid"})
    assert page.status_code == 422
    assert page.content.decode().count("Vul dit in.") == 2 * 3, "in the summary and beside the field"
    assert arnhem.post(address, {}).status_code == 302


@pytest.mark.parametrize("name", ["bestaat-niet", "controle"])
def test_page_that_does_not_exist(arnhem: Client, name: str) -> None:
    assert arnhem.get(f"/kennis/delen/stap/{name}/").status_code == 404


def test_throwing_away_asks_first(arnhem: Client) -> None:
    make_contribution(person_of(arnhem))
    assert TITLE in arnhem.get("/kennis/delen/weggooien/een/").content.decode()
    assert Contribution.objects.exists()
    arnhem.post("/kennis/delen/weggooien/een/")
    assert not Contribution.objects.exists()


def test_expert_may_share_too(site_tree: object, as_role: Callable[..., Client]) -> None:
    client = as_role("expert")
    assert client.post(STEP, {"problem_text": PROBLEM}).status_code == 302
    assert "Deel wat u probeerde" in client.get("/mijn/").content.decode()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"costs_min": "9", "costs_max": "8", "price_year": "2020"}, "Dit bedrag is lager dan het eerste."),
        ({"costs_min": "9"}, "Vul in uit welk jaar de bedragen zijn."),
        ({"costs_min": "9,50"}, "Vul een heel getal in."),
    ],
)
def test_amounts_are_checked_beside_the_field(arnhem: Client, typed: dict[str, str], wrong: str) -> None:
    page = arnhem.post("/kennis/delen/stap/kosten/?concept=een", {"costs_class": "nvt", **typed})
    assert wrong in page.content.decode()
    assert typed["costs_min"] in page.content.decode()


def test_one_answer_is_ready_and_two_are(arnhem: Client) -> None:
    row = make_contribution(person_of(arnhem), answers={"problem_text": PROBLEM})
    address = "/kennis/delen/controle/?concept=een"
    assert "1 van 15 vragen is klaar" in arnhem.get(address).content.decode()
    row.answers = {**row.answers, "results": "Het ging beter."}
    row.save()
    assert "2 van 15 vragen zijn klaar" in arnhem.get(address).content.decode()
