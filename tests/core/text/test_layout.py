"""What paper leaves in a text, and text that looks like it."""

import pytest

from krachtwijken.core.text import UnitKind, read_text


def kinds(pasted: str) -> list[str]:
    return [unit.kind.value for unit in read_text(pasted).units]


@pytest.mark.parametrize(
    "line",
    [
        "Pagina 3 van 12",
        "pagina 3",
        "Blz. 4",
        "bladzijde 12",
        "Page 3 of 9",
        "- 4 -",
        "– 4 –",
        "17",
        "3/12",
        "3 van 12",
        "iv",
        "p. 17",
    ],
)
def test_page_number(line: str) -> None:
    pasted = f"De wijk is arm en dat is al jaren zo.\n\n{line}\n\nHet plan is klaar."
    assert kinds(pasted) == ["sentence", "page_number", "sentence"]


@pytest.mark.parametrize("text", ["17", "2019", "iv"])
def test_number_that_is_all_there_is(text: str) -> None:
    assert kinds(text) == ["sentence"]


@pytest.mark.parametrize(
    "line", ["Inleiding ..... 3", "2.1 Schulden . . . . 6", "Bijlage ________ 18", "Wat ………… 4"]
)
def test_contents(line: str) -> None:
    assert kinds(f"{line}\n{line}") == ["contents", "contents"]


def test_dots_in_prose_are_no_contents() -> None:
    assert set(kinds("Dat duurde en duurde..... 3 jaar lang.\nEr kwamen..... 3")) == {"sentence", "contents"}


def test_line_at_the_top_of_every_page() -> None:
    prose = "In deze wijk is al jaren iets aan de hand."
    pasted = f"Plan Noordrand\n{prose}\n1\nPlan Noordrand\n{prose}\n2\n"
    assert kinds(pasted) == [
        "running_header",
        "sentence",
        "page_number",
        "running_header",
        "sentence",
        "page_number",
    ]


def test_header_with_another_number_on_every_page() -> None:
    pasted = "Plan Noordrand | 3\n\nEen zin.\n\nPlan Noordrand | 4\n\nNog een zin."
    assert kinds(pasted) == ["running_header", "sentence", "running_header", "sentence"]


def test_heading_that_comes_back_is_no_running_header() -> None:
    assert kinds("Opgave\n\nEen zin.\n\nOpgave\n\nNog een zin.") == [
        "heading",
        "sentence",
        "heading",
        "sentence",
    ]


@pytest.mark.parametrize("mark", ["¹", "²³", " [3]", "[12]"])
def test_footnote_mark_is_a_unit_of_its_own(mark: str) -> None:
    text = read_text(f"De wijk is arm{mark}. Het plan{mark} is klaar.")
    assert text.sentences == ["De wijk is arm.", "Het plan is klaar."]
    assert [unit.kind for unit in text.units].count(UnitKind.FOOTNOTE) == 2


@pytest.mark.parametrize(
    "words", ["9 m² groen", "veel CO₂", "10³ mensen", "artikel.", "in [ ] de wijk", "versie 2.1 ervan"]
)
def test_number_that_is_no_footnote_mark(words: str) -> None:
    assert UnitKind.FOOTNOTE not in {unit.kind for unit in read_text(f"Er is {words} hier.").units}


def test_number_behind_a_point_is_a_footnote_mark_only_behind_a_word() -> None:
    assert read_text("Het is arm hier.1 Dat is zo.").sentences == ["Het is arm hier.", "Dat is zo."]
    assert read_text("Zie bijl.1 Dat is zo.").sentences[0].startswith("Zie bijl.1")


def test_footnote_goes_on_in_the_next_line() -> None:
    assert kinds("De wijk is arm.\n\n1 Zie CBS, Kerncijfers wijken en\nbuurten 2023.") == [
        "sentence",
        "footnote",
        "footnote",
    ]


def test_rows_of_a_table() -> None:
    text = read_text("| Wijk | Stad |\n| 14% | 6% |")
    assert [unit.text for unit in text.units] == ["Wijk\tStad", "14%\t6%"]
    assert kinds("| Wijk | Stad |\n| 14% | 6% |") == ["table_row", "table_row"]


def test_one_tab_in_a_line_is_no_table() -> None:
    assert kinds("3.2\tOpgave\n\nDe wijk is arm.") == ["heading", "sentence"]
    assert kinds("Let op:\tde wijk is arm.") == ["sentence"]


def test_dividing_lines_are_no_units() -> None:
    assert kinds("Een.\n-----\nTwee.\n* * *\nDrie.\n_______") == ["sentence"] * 3
