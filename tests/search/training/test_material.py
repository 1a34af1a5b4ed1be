"""What the packaged models learn from."""

import json
from pathlib import Path

import pytest

from krachtwijken.core.text import read_text
from search.engine.dutch.analysis import words
from search.training.material import judged_problems, label_sentences, text_sentences, typed_questions

READINGS = Path(__file__).parents[2] / "golden" / "reading"
# Written by somebody who had not seen what was learned, in the same words; named in the README of the readings.
BY_CHANCE = {
    "Na drie uur moet het gebouw dicht omdat er geen geld is voor een conciërge.",
    "Daarna houdt het op.",
}


def test_sentence_of_a_text_states_what_was_marked_in_it() -> None:
    sentences = text_sentences()
    stating = [sentence for sentence in sentences if sentence.codes]
    assert stating
    assert len(stating) < len(sentences) / 2, "most of a real text states nothing"
    assert not [sentence for sentence in sentences if set(sentence.codes) & set(sentence.tempting)]


def test_every_labelled_text_states_all_its_problems_somewhere() -> None:
    stated: dict[str, set[str]] = {}
    for sentence in text_sentences():
        stated.setdefault(sentence.source, set()).update(sentence.codes)
    texts = judged_problems()["texts"]
    assert texts
    assert {text["id"]: set(text["labels"]) for text in texts} == stated


def test_texts_of_others_are_not_learned_from() -> None:
    learned = {sentence.text for sentence in [*label_sentences(), *text_sentences()]}
    for text in judged_problems()["others"]:
        assert not [sentence for sentence in learned if len(sentence) > 60 and sentence in text["text"]]


@pytest.mark.parametrize("reading", ["texts_3", "texts_4", "texts_5", "texts_6", "texts_7", "texts_8"])
def test_nothing_near_to_a_text_that_is_only_read_is_learned_from(reading: str) -> None:
    lines = (READINGS / f"{reading}.jsonl").read_text(encoding="utf-8").splitlines()
    read = [runs_of(unit.text) for line in lines for unit in read_text(json.loads(line)["text"]).statements]
    for sentence in [*label_sentences(), *text_sentences()]:
        runs = set() if sentence.text in BY_CHANCE else runs_of(sentence.text)
        for other in read:
            assert not runs or 2 * len(runs & other) < len(runs | other), sentence.text


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Of four words each."""
    words = text.lower().split()
    return {tuple(words[start : start + 4]) for start in range(len(words) - 3)}


def test_nothing_near_to_a_judged_question_is_learned_from() -> None:
    lines = (READINGS.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    judged = [letters_of(json.loads(line)["text"]) for line in lines]
    for question in typed_questions():
        letters = letters_of(question.text)
        for other in judged:
            assert 2 * len(letters & other) < len(letters | other), question.text


def letters_of(text: str) -> set[str]:
    """Runs of four."""
    plain = f" {' '.join(words(text.lower()))} "
    return {plain[start : start + 4] for start in range(max(1, len(plain) - 3))}
