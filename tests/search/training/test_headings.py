"""Fitting the reader of headings."""

import pytest

from knowledge.contributions.parsing.words import HEADINGS
from search.engine.recognition import shares_of
from search.training import headings, material
from search.training.headings import learn_headings
from search.training.material import LabelSentence
from tests.fakes import WordEmbedder

ASKED = [
    LabelSentence(f"{word} {rest}", codes, (), "a")
    for rest in ("wijk", "buurt", "plein", "stad", "jaar", "proef", "team", "week")
    for word, codes in (("kosten", ("costs_text",)), ("doel", ("goal",)), ("rondvraag", ()))
]


PACKAGED_FIELDS = dict(HEADINGS)


@pytest.fixture(scope="module")
def packaged() -> list[LabelSentence]:
    return material.headings()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "headings", lambda: ASKED)
    monkeypatch.setattr(
        headings, "HEADINGS", {"costs_text": "kosten; geld", "goal": "doel; ambitie", "": "bijlage"}
    )
    monkeypatch.setattr(headings, "FOLDS", 2)


def test_heading_that_was_not_learned_from_is_read() -> None:
    embedder = WordEmbedder()
    reader, report = learn_headings(embedder)
    asked = ["kosten feest", "rondvraag feest"]
    shares = shares_of(reader.sentence_logits(asked, embedder.queries(asked)))
    assert [[*reader.codes, ""][place] for place in shares.argmax(axis=1)] == ["costs_text", ""]
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert report["headings"] == len(ASKED)
    assert report["right"] == 1.0


@pytest.mark.parametrize("author", ["p", "q"])
def test_packaged_headings_are_of_fields_that_a_draft_has(author: str, packaged: list[LabelSentence]) -> None:
    fields = {code for heading in packaged if heading.author == author for code in heading.codes}
    assert fields
    assert fields <= set(PACKAGED_FIELDS)
