"""What leaves the database to teach the language model."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.core.models import Gemeente
from matching.models import Decision, SupportRequest
from matching.proposals.services import Answer, answer_proposal
from matching.requests.enums import RequestStatus
from tests.factories.dossiers import items_of, make_proposed
from tests.factories.pages import make_case
from tests.factories.requests import make_asker

PROBLEM = "Jongeren hangen elke avond bij het winkelcentrum op straat."


def person(slug: str, visibility: Visibility) -> ExpertProfile:
    return ExpertProfile.objects.create(
        title=f"Wijkverbinder {slug}", slug=slug, summary="Brengt bewoners en jongeren met elkaar in gesprek.",
        about="Veel ervaring.", levels=["bewoner"], roles=[], visibility=visibility, consent_until="2099-01-01",
    )  # fmt: skip


def ask(number: int, profile: ExpertProfile, to: RequestStatus, problem: str = PROBLEM) -> None:
    request = SupportRequest.objects.create(
        reference=f"KW-2026-{number:04d}", gemeente=Gemeente.objects.first(), kind="kennisvraag", problem=problem,
        wanted="Rust", urgency="kan_wachten",
    )  # fmt: skip
    Decision.objects.create(request=request, to=to, reason="Past.", advice=[{"key": f"profile:{profile.pk}"}])


def exported(tmp_path: Path) -> list[dict[str, Any]]:
    call_command("export_training_pairs", out=tmp_path / "pairs.jsonl", stdout=(tmp_path / "said").open("w"))
    return [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def rows(site_tree: Any, tmp_path: Path) -> list[dict[str, Any]]:
    public, hidden = person("openbaar", Visibility.PUBLIC), person("besloten", Visibility.LOKET)
    ask(1, public, RequestStatus.IN_UITVOERING)
    ask(2, public, RequestStatus.AFGEWEZEN, "Een verzoek dat niemand aannam, over iets heel anders.")
    ask(3, hidden, RequestStatus.AFGEROND, "Het loket koos iemand die een bezoeker niet ziet.")
    ask(4, public, RequestStatus.AFGEROND, f"{PROBLEM} Bel mevrouw Canarie op 06-12345678.")
    make_case(
        title="Avondronde",
        summary="Elke avond een ronde met jongeren.",
        problem_text=PROBLEM,
        problems=("VE04",),
    )
    secret = make_case(title="Geheim", summary="Niemand mag dit lezen, ook geen model.", problem_text=PROBLEM)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    return exported(tmp_path)


def test_accepted_advice_and_public_cases_become_pairs(rows: list[dict[str, Any]]) -> None:
    assert {"query", "passage", "source"} == set(rows[0])
    assert {row["source"] for row in rows} == {"case", "label", "request"}
    assert any(row["query"] == PROBLEM and "Wijkverbinder openbaar" in row["passage"] for row in rows)
    assert any("Avondronde" in row["passage"] for row in rows)


def test_what_is_hidden_refused_or_personal_is_left_out(rows: list[dict[str, Any]]) -> None:
    whole = json.dumps(rows, ensure_ascii=False)
    for canary in ("Geheim", "besloten", "niemand aannam", "06-12345678", "Canarie", "bezoeker niet ziet"):
        assert canary not in whole


def test_same_pair_is_written_once(rows: list[dict[str, Any]]) -> None:
    pairs = [(row["query"], row["passage"]) for row in rows]
    assert len(pairs) == len(set(pairs))


def test_part_of_a_proposal_that_was_accepted_becomes_a_pair(site_tree: Any, tmp_path: Path) -> None:
    asker = make_asker()
    problem = "Bewoners van de flats kennen elkaar niet meer en groeten niet."
    proposal = make_proposed(asker=asker, people=2)
    SupportRequest.objects.filter(pk=proposal.request_id).update(problem=problem)
    ExpertProfile.objects.update(summary="Brengt bewoners en jongeren met elkaar in gesprek.")
    first, second = items_of(proposal)
    answers = {first.pk: Answer("geaccepteerd"), second.pk: Answer("geweigerd", "Nee.")}
    answer_proposal(request=proposal.request, actor=asker, answers=answers, token="a")
    pairs = [row for row in exported(tmp_path) if row["source"] == "request"]
    assert [(row["query"], row["passage"].split(".")[0]) for row in pairs] == [(problem, "Expert0")]
