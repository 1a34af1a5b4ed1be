"""Headings, and lines that look like them."""

import pytest

from krachtwijken.core.text import read_text


def kinds(pasted: str) -> list[str]:
    return [unit.kind.value for unit in read_text(pasted).units]


@pytest.mark.parametrize(
    "line",
    ["3.2   Opgave", "Aanleiding", "BETREFT: overlast", "WAT ER SPEELT", "Hoofdstuk 1. Waarom dit programma",
     "1 Inleiding",
     "5. Uitvoering: tussenstand", "Wat er speelt in de wijk", "Gezondheid jeugd, Zuiderwei",
     "Bijlage B: cijfers", "Hoe nu verder"],
)  # fmt: skip
def test_heading_above_a_blank_line(line: str) -> None:
    text = read_text(f"{line}\n\nDe wijk is arm. Wie helpt?")
    assert [unit.kind.value for unit in text.units] == ["heading", "sentence", "sentence"]
    assert text.units[0].text == " ".join(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "Wij zoeken iemand voor de wijk",
        "er staan weer scooters voor de deur",
        "De school gaat om half vier op slot",
        "Wat wij nodig hebben:",
        "De wijk is arm.",
        "Wie helpt ons?",
        "Dit gaat over",
    ],
)
def test_sentence_above_a_blank_line(line: str) -> None:
    assert kinds(f"{line}\n\nDe wijk is arm. Wie helpt?")[0] == "sentence"


def test_heading_right_above_its_text() -> None:
    pasted = "De wijk is al jaren arm en dat wordt steeds erger, zegt iedereen.\nVraag\nWie kan ons helpen om dit op te lossen?"
    assert kinds(pasted) == ["sentence", "heading", "sentence"]


def test_heading_is_not_glued_to_the_next_sentence() -> None:
    assert read_text("Aanleiding\nDe wijk is arm.").sentences == ["De wijk is arm."]


def test_last_line_is_no_heading() -> None:
    assert kinds("De wijk is arm.\n\nWijkraad De Horst") == ["sentence", "sentence"]


def test_short_line_above_a_closing_is_no_heading() -> None:
    assert kinds("De wijk is arm.\n\nTot volgende week\n\nGroet,\nJan") == [
        "sentence",
        "sentence",
        "signature",
        "signature",
    ]


def test_loose_remarks_are_no_headings() -> None:
    assert kinds("Schulden\n\nOverlast\n\nEenzaamheid") == ["sentence"] * 3


def test_numbered_headings_and_numbered_points() -> None:
    assert kinds("1. Aanleiding\nDe wijk is arm.\n\n2. Vraag\nWie helpt?") == [
        "heading",
        "sentence",
        "heading",
        "sentence",
    ]
    assert kinds("1. Opening\n2. Verslag\n3. Sluiting\n\nDe voorzitter sluit.") == ["bullet"] * 3 + [
        "sentence"
    ]
