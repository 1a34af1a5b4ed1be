"""A pasted text, divided: headings recognised, nothing invented, no sentence lost."""

import re
from collections import Counter

import pytest

from knowledge.contributions.parsing.division import divide_text
from knowledge.contributions.parsing.lines import known_heading, read_mark, unknown_heading
from knowledge.contributions.parsing.words import FIELDS, HEADINGS, field_of_heading
from tests.knowledge.contributions.corpus import Pasted, everything, fields_with, loose, pasted_texts

TEXTS = pasted_texts()
# Of the headed sections of all texts together, the part that lands in the right field and nowhere else.
LEAST_RIGHT = 0.95
EXPECTED_SECTIONS = 137


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", loose(text).casefold()))


def numbers_of_headings(text: str) -> Counter[str]:
    """ "3." of "3. Aanpak", "B." of "B. Doel"."""
    lines = [line.strip() for line in text.splitlines()]
    headings = [line for line in lines if (line and known_heading(line, opens=True)) or unknown_heading(line)]
    marks = [words_of(line) - words_of(read_mark(line).words) for line in headings if line]
    return sum(marks, Counter())


def test_corpus_is_whole() -> None:
    assert len(TEXTS) == 22
    assert sum(1 for text in TEXTS for field in text.sections.values() if field) == EXPECTED_SECTIONS


def test_nearly_every_headed_section_lands_in_the_right_field(record_property: pytest.FixtureRequest) -> None:
    landed = {
        (text.name, words): fields_with(divide_text(text.text), words) == {field}
        for text in TEXTS
        for words, field in text.sections.items()
        if field
    }
    assert sum(landed.values()) / len(landed) >= LEAST_RIGHT, [
        key for key, right in landed.items() if not right
    ]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_no_word_is_lost_but_headings_that_name_a_field(text: Pasted) -> None:
    division = divide_text(text.text)
    named = words_of(" ".join(section.heading for section in division.sections if section.field))
    lost = words_of(text.text) - words_of(everything(division)) - named
    assert lost - numbers_of_headings(text.text) == Counter()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_nothing_is_invented(text: Pasted) -> None:
    assert words_of(everything(divide_text(text.text))) - words_of(text.text) == Counter()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_what_fits_nowhere_is_kept_apart(text: Pasted) -> None:
    division = divide_text(text.text)
    kept = {words: fields_with(division, words) for words, field in text.sections.items() if not field}
    assert all(fields == {""} for fields in kept.values()), kept


def test_no_words_name_two_fields() -> None:
    names = [name.strip() for words in HEADINGS.values() for name in words.split(";") if name.strip()]
    assert len(names) == len(set(names))
    assert {field_of_heading(name) for name in names} == set(HEADINGS)
    assert len(FIELDS) > 250


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("De aanleiding", "problem_text"),
        ("FINANCIËN", "costs_text"),
        ("Wat hebben wij gedaan?", "approach"),
        ("Kosten (per jaar)", "costs_text"),
        ("Eerste resultaten", "results"),
        ("Aanleiding en doel", "problem_text"),
        ("Contactpersoon", ""),
        ("Juridisch kader", None),
        ("Doelen in het verkeer", None),
    ],
)
def test_heading_names_its_field(heading: str, field: str | None) -> None:
    assert field_of_heading(heading) == field


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Doel:", "## \n##", "a" * 100_000, "Doel\n" * 3000, "\x00\x0b", ":|:|:"]
)
def test_odd_texts_are_read(text: str) -> None:
    divide_text(text)


def test_points_of_a_list_are_no_headings() -> None:
    division = divide_text(
        "Aanpak\n- Partners\n- Monitoring\n- Communicatie\n\nKosten\n1. Planning\n2. Inzet\n3. Kosten"
    )
    assert division.fields["approach"] == "- Partners\n- Monitoring\n- Communicatie"
    assert division.fields["costs_text"] == "1. Planning\n2. Inzet\n3. Kosten"


def test_word_in_running_text_is_no_heading() -> None:
    text = "Aanpak\nDe bewoners kozen zelf een plein, en dat gaf elke week weer een beter\nresultaat. Niemand klaagde."
    division = divide_text(text)
    assert set(division.fields) == {"approach"}


def test_heading_that_says_more_than_its_field_stays() -> None:
    division = divide_text("Kosten (eerste jaar)\n40.000 euro.\n\nDoel\nRust.")
    assert division.fields["costs_text"] == "Kosten (eerste jaar)\n40.000 euro."


def test_two_parts_for_one_field_both_stay() -> None:
    division = divide_text("Aanpak\nEerst praten.\n\nDoel\nRust.\n\nActiviteiten\nDan doen.")
    assert division.fields["approach"] == "Eerst praten.\n\nDan doen."
