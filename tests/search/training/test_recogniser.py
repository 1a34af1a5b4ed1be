"""Fitting the recogniser on a handful of sentences."""

from collections.abc import Sequence

from search.training.material import LabelSentence
from search.training.recogniser import (
    JudgedText,
    Material,
    calibrate,
    fit_recogniser,
    fit_without,
    measure_recogniser,
)
from tests.fakes import WordEmbedder

EMBEDDER = WordEmbedder()
DEBT, DIRT = "Jongeren hebben schulden bij de bank.", "De straat is vuil en vol zwerfafval."
FINE = "Het is een mooie dag in het park."


def material(sources: Sequence[str] = ("",)) -> Material:
    rows = [
        LabelSentence(text, codes, (), "test", sources[place % len(sources)])
        for place in range(8)
        for text, codes in ((DEBT, ("DEBT",)), (DIRT, ("DIRT",)), (FINE, ()))
    ]
    return Material(rows, EMBEDDER.queries([row.text for row in rows]), "words", ["DEBT", "DIRT"])


def judged(name: str, text: str, *codes: str) -> JudgedText:
    vectors = EMBEDDER.queries([text])
    return JudgedText(name, [text], vectors, text, vectors[0], frozenset(codes))


TEXTS = [judged("one", DEBT, "DEBT"), judged("two", DIRT, "DIRT"), judged("three", FINE)]


def test_calibrated_recogniser_names_what_is_stated_and_nothing_else() -> None:
    fitted = fit_recogniser(material(), version="test")
    recogniser = calibrate(fitted, [(fitted, TEXTS)])
    for by_words in (False, True):
        assert measure_recogniser([(recogniser, TEXTS)], by_words=by_words)["f1"] == 1


def test_text_is_judged_by_a_recogniser_that_did_not_learn_from_it() -> None:
    """All that is known of debts stands in the text "one"."""
    learned = material()
    rows = [
        LabelSentence(row.text, row.codes, (), "test", "one" if "DEBT" in row.codes else "")
        for row in learned.sentences
    ]
    learned = Material(
        [*rows, LabelSentence("Schulden.", ("DEBT",), (), "test")],
        EMBEDDER.queries([*(row.text for row in rows), "Schulden."]),
        "words",
        learned.codes,
    )
    parts = fit_without(learned, TEXTS, folds=3)
    assert [[text.name for text in texts] for _, texts in parts] == [["one"], ["two"], ["three"]]
    unseen, seen = parts[0][0], parts[1][0]
    assert unseen.sentence_logits([DEBT], None)[0, 0] < seen.sentence_logits([DEBT], None)[0, 0]
