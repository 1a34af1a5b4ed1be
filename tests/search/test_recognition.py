"""The packaged recogniser: what a text states, and what it only mentions."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from search.engine.recognition import (
    Recogniser,
    load_recogniser,
    packaged_asked,
    packaged_recogniser,
    stated_chances,
)
from tests.fakes import SIZE
from tests.search.pairs.made import recogniser


def named_by_words(text: str) -> set[str]:
    model = packaged_recogniser()
    best = stated_chances(model.sentence_logits([text], None)).max(axis=0)
    return {code for code, chance in zip(model.codes, best, strict=True) if chance >= model.least_by_words}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Op straat ligt overal vuil en de muren zitten vol graffiti.", "WO11"),
        ("Peuters komen met een grote taalachterstand op de basisschool.", "LE02"),
        ("Er zijn winkels waarvan iedereen denkt dat het witwassen is.", "VE05"),
        ("Jongeren stoppen zonder diploma met school.", "LE01"),
        ("Er is veel overlast en vernieling.", "VE03"),
    ],
)
def test_problem_is_named_by_words_alone(text: str, code: str) -> None:
    assert code in named_by_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ook schoon en heel is op orde.",
        "Dank voor het prettige gesprek van vorige week.",
        "De maan draait om de aarde en de zee gaat op en neer.",
    ],
)
def test_sentence_that_states_nothing_names_nothing(text: str) -> None:
    assert named_by_words(text) == set()


def test_sure_problem_is_stated_though_its_words_mostly_deny() -> None:
    logits = np.array([[3.0, 1.0, 2.0], [1.0, 1.0, -2.0]], dtype=np.float32)
    assert (stated_chances(logits) > 0).tolist() == [[True, False], [True, True]]


def test_saved_recogniser_says_the_same() -> None:
    model = recogniser()
    before = model.sentence_logits(["Jongeren hebben schulden en vuil."], None)
    after = reload(model).sentence_logits(["Jongeren hebben schulden en vuil."], None)
    assert np.allclose(before, after, atol=0.1)


def test_no_sentences_give_no_rows() -> None:
    assert recogniser().sentence_logits([], None).shape == (0, 3)


@pytest.mark.parametrize("packaged", [packaged_recogniser, packaged_asked])
def test_packaged_model_is_small_enough_to_keep_with_the_code(packaged: Callable[[], Recogniser]) -> None:
    assert len(packaged().to_bytes()) < 3_000_000
    assert len(packaged().codes) == 57


def test_question_is_about_the_problem_that_it_names_however_few_its_words() -> None:
    model = replace(recogniser(), curve=(0.5, 0.0))
    (vector,) = np.zeros((1, SIZE), dtype=np.float32)
    assert set(model.problems_asked("schulden", vector)) == {"DEBT"}
    assert model.problems_asked("schulden en vuil", vector).keys() == {"DEBT", "DIRT"}
    assert model.problems_asked("een mooie dag", vector) == {}


def test_curve_says_what_a_question_is_worth() -> None:
    (vector,) = np.zeros((1, SIZE), dtype=np.float32)
    sure, unsure = (
        replace(recogniser(), curve=curve).problems_asked("schulden", vector)["DEBT"]
        for curve in ((1.0, 0.0), (0.1, 0.0))
    )
    assert unsure < sure


def reload(model: Recogniser) -> Recogniser:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "recogniser.npz"
        path.write_bytes(model.to_bytes())
        return load_recogniser(path)
