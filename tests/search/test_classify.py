"""A classifier of sentences for another part of the platform: fitted, and asked of a text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.api import classify, train_classifier
from search.backend import SearchBackend, override_backend
from search.engine.pairs.batch import Models
from search.errors import ModelUnavailableError
from search.types import Said
from tests.fakes import WordEmbedder
from tests.search.pairs.made import models

ROWS = [
    ("Wij zoeken een team van bestuurders.", "team"),
    ("Een team moet dit oplossen.", "team"),
    ("Kan een team ons helpen?", "team"),
    ("Er is geld nodig.", "geld"),
    ("Wij komen geld tekort.", "geld"),
    ("Wie heeft nog geld?", "geld"),
    ("De straat is vuil.", ""),
    ("Jongeren hangen op het plein.", ""),
    ("Het is een mooie dag.", ""),
]


class WithModel(SearchBackend):
    """Has a stand-in for the language model, or none."""

    def __init__(self, embedder: WordEmbedder | None) -> None:
        super().__init__()
        self.__dict__["embedder"] = embedder

    def models(self, *, patience: float | None = None) -> Models:
        known = models()
        return Models(known.recogniser, known.pairs, known.reasons, self.embedder)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    with override_backend(WithModel(WordEmbedder())):
        (tmp_path / "model.npz").write_bytes(train_classifier(ROWS, version="1"))
    return tmp_path / "model.npz"


@pytest.fixture(params=["the same model", "no model", "another model"])
def asked_with(request: pytest.FixtureRequest) -> Iterator[None]:
    embedders = {
        "the same model": WordEmbedder(), "no model": None, "another model": WordEmbedder(identity="another", size=7),
    }  # fmt: skip
    with override_backend(WithModel(embedders[request.param])):
        yield


@pytest.mark.usefixtures("asked_with")
def test_surest_code_comes_first_with_the_sentence_that_says_it(model: Path) -> None:
    first, second = classify("De straat is vuil. Wij zoeken een team. Het is een mooie dag.", model)
    assert (first.code, first.sentence) == ("team", "Wij zoeken een team.")
    assert second.code == "geld"
    assert 0 <= second.chance < first.chance <= 1


@pytest.mark.usefixtures("asked_with")
@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_text_without_a_sentence_says_nothing(model: Path, text: str) -> None:
    assert classify(text, model) == ()


@pytest.mark.usefixtures("asked_with")
def test_text_that_says_none_of_the_codes_is_less_sure(model: Path) -> None:
    none, some = (classify(text, model)[0] for text in ("De straat is vuil.", "Wij komen geld tekort."))
    assert none.chance < some.chance


def test_model_that_fails_leaves_the_words(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(WordEmbedder):
        def queries(self, texts: object) -> object:
            raise ModelUnavailableError("broken")

    with override_backend(WithModel(Broken())):
        assert isinstance(classify("Wij zoeken een team.", model)[0], Said)
        assert classify("Wij zoeken een team.", model)[0].code == "team"


def test_same_rows_give_the_same_file(model: Path) -> None:
    with override_backend(WithModel(WordEmbedder())):
        assert train_classifier(ROWS, version="1") == train_classifier(ROWS, version="1")


def test_training_without_a_model_is_refused() -> None:
    with override_backend(WithModel(None)), pytest.raises(ModelUnavailableError):
        train_classifier(ROWS, version="1")
