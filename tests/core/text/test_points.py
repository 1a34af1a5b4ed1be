"""Points on lists, and prose that looks like them."""

import pytest

from krachtwijken.core.text import UnitKind, read_text


def kinds_and_texts(pasted: str) -> list[tuple[str, str]]:
    return [(unit.kind.value, unit.text) for unit in read_text(pasted).units]


MARKS = ["•", "-", "*", "–", "·", "◦", "▪", "+", "➢", "✓", "\uf0b7", "\uf0d8", "○", "→", "✅", "1️⃣"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("gap", [" ", "\t", "   ", "\u00a0"])
def test_signs_that_begin_a_point(mark: str, gap: str) -> None:
    pasted = f"Wij zien:\n{mark}{gap}schulden\n{mark}{gap}overlast op straat"
    assert kinds_and_texts(pasted) == [
        ("sentence", "Wij zien:"),
        ("bullet", "schulden"),
        ("bullet", "overlast op straat"),
    ]


@pytest.mark.parametrize(
    "marks",
    [
        ("1.", "2."),
        ("1)", "2)"),
        ("(1)", "(2)"),
        ("a.", "b."),
        ("a)", "b)"),
        ("i.", "ii."),
        ("A.", "B."),
        ("9.", "10."),
        ("1.1", "1.2"),
    ],
)
def test_numbers_and_letters_that_begin_a_point(marks: tuple[str, str]) -> None:
    pasted = f"Wij zien:\n{marks[0]} schulden\n{marks[1]} overlast"
    assert kinds_and_texts(pasted) == [
        ("sentence", "Wij zien:"),
        ("bullet", "schulden"),
        ("bullet", "overlast"),
    ]


@pytest.mark.parametrize(
    "pasted",
    [
        "De kinderen zitten nu allemaal in groep\n8. Dat is ver weg van de nieuwe school.",
        "Dat zei iedereen, ook de voorzitter en\nA. de Vries van de bewonerscommissie.",
        "De inloop in het buurthuis begint om\n12.30 uur en duurt de hele middag lang.",
        "Er staan veertig huizen leeg in de wijk\n- zegt de corporatie - en dat blijft zo.",
        "Wij kunnen kiezen uit deze twee dingen:\n1) niets doen of 2) de flat gaan slopen.",
        "o ja, de sleutel ligt bij de buren.",
        "-5 graden was het in de woning.",
        "1.300 woningen zijn gesloopt.",
    ],
)
def test_prose_that_looks_like_a_point(pasted: str) -> None:
    assert {unit.kind for unit in read_text(pasted).units} == {UnitKind.SENTENCE}


def test_points_within_a_point() -> None:
    pasted = "1. wonen\n   - te weinig\n   - te duur\n2. werk"
    assert [text for kind, text in kinds_and_texts(pasted) if kind == "bullet"] == [
        "wonen",
        "te weinig",
        "te duur",
        "werk",
    ]


def test_bullet_on_a_line_by_itself_belongs_to_the_next_line() -> None:
    assert kinds_and_texts("•\nschulden\n•\noverlast van\njongeren") == [
        ("bullet", "schulden"),
        ("bullet", "overlast van jongeren"),
    ]


def test_indented_line_belongs_to_the_point_above_it_whatever_it_begins_with() -> None:
    pasted = "- overleg met de wijkagent van\n  Zandhoek. Die is nieuw.\n- rest"
    assert [text for _, text in kinds_and_texts(pasted)] == [
        "overleg met de wijkagent van Zandhoek. Die is nieuw.",
        "rest",
    ]


def test_prose_below_a_list_is_no_part_of_its_last_point() -> None:
    pasted = "- eenzaamheid onder ouderen in de hele wijk\n- schulden\nDeze problemen versterken elkaar."
    assert kinds_and_texts(pasted)[-1] == ("sentence", "Deze problemen versterken elkaar.")


def test_full_last_point_ends_where_the_lines_of_the_others_are_indented() -> None:
    pasted = "- een punt dat over twee regels\n  doorloopt\n- dit punt is net zo lang als hier\nzo staat het er in de nota."
    assert kinds_and_texts(pasted)[-1] == ("sentence", "zo staat het er in de nota.")


def test_list_goes_on_behind_a_blank_line() -> None:
    assert [kind for kind, _ in kinds_and_texts("1. opening\n\n2. verslag\n\n3. sluiting")] == ["bullet"] * 3


def test_one_picture_at_the_beginning_of_a_line_is_no_bullet() -> None:
    assert kinds_and_texts("😡 weer herrie in de hal.") == [("sentence", "😡 weer herrie in de hal.")]
