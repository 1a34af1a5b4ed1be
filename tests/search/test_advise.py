"""The command that says what a visitor would be shown for problems from a file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from search.backend import PATIENCE_SECONDS
from search.errors import SearchUnavailableError
from search.features.answer.models import ProblemStatement
from tests.factories.pages import make_case, make_centre
from tests.fakes import FixedBackend

PROBLEM = "In onze wijk hangen elke avond jongeren op straat rond en zij geven veel overlast. Graag hulp."


@pytest.fixture
def advise(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    def run(*lines: str, **options: Any) -> list[dict[str, Any]]:
        problems, out = tmp_path / "problems.jsonl", tmp_path / "advice.jsonl"
        problems.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
        call_command("advise", problems=problems, out=out, **options)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    return run


@pytest.fixture
def filled(search_index: Any, run_outbox: Callable[[], int]) -> Any:
    made = make_case(title="Avondronde", problem_text="Jongeren hangen op straat bij het winkelcentrum.")
    for name, code in (("Veilig", "VEILIG"), ("Naamloos", "")):
        centre = make_centre(name, VE03=3, VE04=3)
        centre.organisation.code = code
        centre.organisation.save()
    run_outbox()
    return made


def test_visitor_is_shown_this(filled: Any, advise: Callable[..., list[dict[str, Any]]]) -> None:
    [advice] = advise(json.dumps({"id": "a", "text": PROBLEM}))
    assert list(advice) == ["id", "labels", "cases", "people", "schemes", "centres"]
    assert advice["id"] == "a"
    assert advice["labels"]
    for label in advice["labels"]:
        assert list(label) == ["code", "score", "sentence"]
        assert label["sentence"] in PROBLEM
        assert 0 < label["score"] <= 1
    [case] = advice["cases"]
    assert list(case) == ["title", "url", "score", "problem_sentence", "evidence_sentence"]
    assert (case["title"], case["url"]) == ("Avondronde", filled.url)
    assert 0 < case["score"] <= 1
    assert [(list(row), row["code"], row["title"]) for row in advice["centres"]] == [
        (["code", "title", "score"], "VEILIG", "Veilig")
    ]
    assert not ProblemStatement.objects.exists()


def test_it_waits_for_the_model(
    filled: Any, advise: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float | None] = []
    real = FixedBackend.models

    def models(self: FixedBackend, *, patience: float | None = PATIENCE_SECONDS) -> Any:
        waited.append(patience)
        return real(self)

    monkeypatch.setattr(FixedBackend, "models", models)
    advise(json.dumps({"id": "a", "text": PROBLEM}))
    assert waited[0] is None


def test_what_a_visitor_may_not_see_is_not_told(
    filled: Any, advise: Callable[..., list[dict[str, Any]]]
) -> None:
    PageViewRestriction.objects.create(page=filled, restriction_type=PageViewRestriction.LOGIN)
    [advice] = advise(json.dumps({"id": "a", "text": PROBLEM}))
    assert advice["cases"] == []


STRANGE = [
    "", " \n\t", "?", "\x00", "\x00 jongeren", "\u202e\u200b\ufeff", "😀" * 500, "a" * 20_000, "jongeren " * 5_000,
    "AND OR NOT title:( [* TO \"", "<script>alert(1)</script>", "نص عربي", "漢字", None, 12, ["x"], {"a": 1}, True,
]  # fmt: skip


def test_no_text_makes_it_fail(filled: Any, advise: Callable[..., list[dict[str, Any]]]) -> None:
    texts = [*STRANGE, "\ud800 jongeren hangen op straat", PROBLEM]
    found = advise(*(json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)))
    assert [advice["id"] for advice in found] == list(range(len(texts)))
    assert found[-1]["cases"]


def test_line_without_a_text_or_with_half_a_character_as_id(
    filled: Any, advise: Callable[..., list[dict[str, Any]]]
) -> None:
    found = advise('{"id": "x"}', '{"id": "\\ud800", "text": "Jongeren hangen op straat."}')
    assert [advice["id"] for advice in found] == ["x", "\ud800"]
    assert found[0] == {"id": "x", "labels": [], "cases": [], "people": [], "schemes": [], "centres": []}


def test_without_an_index_it_says_so_and_still_names_problems(
    filled: Any, advise: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def gone(*_args: Any, **_options: Any) -> Any:
        raise SearchUnavailableError("no index")

    monkeypatch.setattr(FixedBackend, "run", gone)
    [advice] = advise(json.dumps({"id": "a", "text": PROBLEM}))
    assert "No index" in capsys.readouterr().err
    assert advice["labels"]
    assert advice["cases"] == []
