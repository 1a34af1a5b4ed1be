"""Prose cut into sentences."""

import pytest

from krachtwijken.core.text.segmentation import ends_sentence, sentence_spans
from tests.core.text.shapes import gold_runs


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize("run", gold_runs(), ids=lambda run: run[0][:40])
def test_paragraph_is_cut_where_a_reader_cuts_it(run: list[str]) -> None:
    assert cut(" ".join(run)) == run


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Niets gedaan.Niemand belt.", ["Niets gedaan.", "Niemand belt."]),
        (
            "Kijk op Www.Voorbeeld.nl of jan.Bos@x.nl even.",
            ["Kijk op Www.Voorbeeld.nl of jan.Bos@x.nl even."],
        ),
        ("Zie de wkb. daar staat het.", ["Zie de wkb. daar staat het."]),
        ("Zie de wet. daar staat het.", ["Zie de wet.", "daar staat het."]),
        ("  Een.   Twee.  ", ["Een.", "Twee."]),
        ("Een. 😡 Twee.", ["Een.", "😡 Twee."]),
        ("1. Stand van zaken. Niets.", ["1. Stand van zaken.", "Niets."]),
        ("...", ["..."]),
        ("", []),
        ("   ", []),
        ("Hij zei: 'Nee.' Toen ging hij.", ["Hij zei: 'Nee.'", "Toen ging hij."]),
        ("Hij zei: 'Nee.' en ging.", ["Hij zei: 'Nee.' en ging."]),
    ],
)
def test_cut(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@pytest.mark.parametrize(
    "line", ["Klaar.", "Klaar?!", 'Hij zei "ja."', "(Klaar.)", "kwaliteit 8.", "ouders e.d."]
)
def test_line_that_ends_a_sentence(line: str) -> None:
    assert ends_sentence(line)


@pytest.mark.parametrize(
    "line", ["", "klaar", "met o.a.", "aan dhr.", "van J.", "namelijk:", "slecht;", "de (grote)"]
)
def test_line_that_ends_no_sentence(line: str) -> None:
    assert not ends_sentence(line)
