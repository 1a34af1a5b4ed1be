"""Fitting the recogniser of what a typed question is about."""

import pytest

from search.training import material, questions
from search.training.material import LabelSentence
from search.training.questions import learn_questions
from tests.fakes import WordEmbedder

STATED = [
    LabelSentence(f"Jongeren {verb} schulden bij de bank.", ("DEBT",), (), "a")
    for verb in ("hebben", "maken", "zien")
] + [LabelSentence(f"De straat {verb} vol vuil.", ("DIRT",), (), "a") for verb in ("is", "ligt", "blijft")]
ASKED = [
    LabelSentence(f"{word} {number}", codes, (), "a")
    for number in ("wijk", "buurt", "plein", "stad", "hulp", "aanpak", "melden", "kosten")
    for word, codes in (("schulden", ("DEBT",)), ("vuil", ("DIRT",)), ("parkeren", ()))
]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "label_sentences", lambda: STATED)
    monkeypatch.setattr(material, "typed_questions", lambda: ASKED)
    monkeypatch.setattr(questions, "FOLDS", 2)


def test_question_that_was_not_learned_from_is_about_its_problem() -> None:
    embedder = WordEmbedder()
    recogniser, report = learn_questions(embedder)
    (vector,) = embedder.queries(["schulden in de straat"])
    asked = recogniser.problems_asked("schulden in de straat", vector)
    assert max(asked, key=lambda code: asked[code]) == "DEBT"
    assert report["questions"] == len(ASKED)
    assert report["right"] == 1.0


def test_question_about_none_is_less_sure() -> None:
    embedder = WordEmbedder()
    recogniser, report = learn_questions(embedder)
    some, none = (
        recogniser.problems_asked(text, embedder.queries([text])[0])
        for text in ("vuil op straat", "parkeren")
    )
    assert max(none.values(), default=0) < some["DIRT"]
    assert report["about none from 0.5"] == 0.0


def test_same_material_gives_the_same_recogniser() -> None:
    one, other = (learn_questions(WordEmbedder())[0].to_bytes() for _ in range(2))
    assert one == other
