"""A pasted text, divided: headings recognised, nothing invented, no sentence lost."""

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from knowledge.contributions.parsing.division import SURE, Division, divide_text
from knowledge.contributions.parsing.lines import (
    is_header_row,
    known_heading,
    read_mark,
    unknown_heading,
)
from knowledge.contributions.parsing.reading import HeadingGuess
from knowledge.contributions.parsing.words import FIELDS, HEADINGS, field_of_heading
from tests.knowledge.contributions.corpus import (
    Pasted,
    everything,
    fields_with,
    loose,
    pasted_texts,
    read_by_words,
)

TEXTS, UNSEEN = pasted_texts(), pasted_texts("unseen.yaml")
# Of the headed sections of all texts together, the part that lands in the right field and nowhere else.
LEAST_RIGHT, LEAST_RIGHT_UNSEEN = 0.95, 0.8
EXPECTED_SECTIONS, EXPECTED_UNSEEN = 238, 204


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", loose(text).casefold()))


def numbers_of_headings(text: str) -> Counter[str]:
    """ "3." of "3. Aanpak", "B." of "B. Doel"."""
    lines = [line.strip() for line in text.splitlines()]
    headings = [line for line in lines if (line and known_heading(line, opens=True)) or unknown_heading(line)]
    marks = [words_of(line) - words_of(read_mark(line).words) for line in headings if line]
    return sum(marks, Counter())


def divided(text: str) -> Division:
    return divide_text(text, read_by_words)


def headed_sections(texts: Sequence[Pasted]) -> list[tuple[Pasted, str, str]]:
    return [(text, words, field) for text in texts for words, field in text.sections.items() if field]


def test_corpora_are_whole() -> None:
    assert (len(TEXTS), len(UNSEEN)) == (35, 24)
    assert len(headed_sections(TEXTS)) == EXPECTED_SECTIONS
    assert len(headed_sections(UNSEEN)) == EXPECTED_UNSEEN


@pytest.mark.parametrize(
    ("texts", "least"), [(TEXTS, LEAST_RIGHT), (UNSEEN, LEAST_RIGHT_UNSEEN)], ids=["known", "unseen"]
)
def test_nearly_every_headed_section_lands_in_the_right_field(texts: list[Pasted], least: float) -> None:
    sections = headed_sections(texts)
    divisions = {text.name: divided(text.text) for text in texts}
    wrong = [
        (text.name, words)
        for text, words, field in sections
        if fields_with(divisions[text.name], words) != {field}
    ]
    assert 1 - len(wrong) / len(sections) >= least, wrong


@pytest.mark.parametrize("text", [*TEXTS, *UNSEEN], ids=lambda text: text.name)
def test_no_word_is_lost_but_headings_that_name_a_field_and_names_of_columns(text: Pasted) -> None:
    division = divided(text.text)
    named = words_of(" ".join(section.heading for section in division.sections if section.field))
    columns = words_of(" ".join(line for line in text.text.splitlines() if is_header_row(line)))
    lost = words_of(text.text) - words_of(everything(division)) - named - columns
    assert lost - numbers_of_headings(text.text) == Counter()


@pytest.mark.parametrize("text", [*TEXTS, *UNSEEN], ids=lambda text: text.name)
def test_nothing_is_invented(text: Pasted) -> None:
    assert words_of(everything(divided(text.text))) - words_of(text.text) == Counter()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_what_fits_nowhere_is_kept_apart(text: Pasted) -> None:
    division = divided(text.text)
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
    ("heading", "field"),
    [
        ("Wat heeft het tot nu toe opgeleverd?", "results"),
        ("Wat ging niet zoals gehoopt?", "what_did_not_work"),
        ("Wat ging eigenlijk goed?", "active_elements"),
        ("Beoogde effecten", "goal"),
        ("Toelichting op de aanpak", "approach"),
        ("Financiële consequenties", "costs_text"),
        ("Juridisch kader", ""),
        ("Communicatie", ""),
        ("Hebben jullie nog foto's?", ""),
        ("Wie is onze wethouder?", ""),
    ],
)
def test_heading_that_is_not_known_is_read(heading: str, field: str) -> None:
    assert field_of_heading(heading) is None
    assert [guess.field for guess in read_by_words([heading])] == [field]


def test_without_a_reader_only_known_headings_count() -> None:
    division = divide_text("Doel\nRust.\n\nFinanciële consequenties\n900 euro.")
    assert set(division.fields) == {"goal"}


@pytest.mark.parametrize(("chance", "field"), [(SURE, "active_elements"), (SURE - 0.1, "lessons")])
def test_part_below_a_known_one_stands_by_itself_when_it_is_sure(chance: float, field: str) -> None:
    text = "4. Lessen\n4.1 Wat viel er mee?\nDe vaste dag."
    division = divide_text(text, lambda headings: [HeadingGuess("active_elements", chance) for _ in headings])
    assert set(division.fields) == {field}


def test_heading_without_text_is_not_lost() -> None:
    division = divide_text(
        "Doel\nRust.\n\nZie de website?\n\nKosten\n5 euro", lambda _: [HeadingGuess("source_url", 1.0)]
    )
    assert [piece.heading for piece in division.rest] == ["Zie de website?"]


def test_row_of_a_table_with_borders_is_read() -> None:
    division = divided(
        "| Kopje | Tekst |\n|---|:---|\n| Doel | rust |\n| Doelgroep | jongeren |\n| Kosten | 900 euro |"
    )
    assert division.fields["goal"] == "rust"
    assert division.fields["costs_text"] == "900 euro"
    assert division.rest == [], "what the columns are called belongs nowhere"


@pytest.mark.parametrize(
    "row", ["Onderdeel\tOmschrijving", "| Vraag | Antwoord |", "**Veld** | **Toelichting**"]
)
def test_names_of_two_columns_are_dropped(row: str) -> None:
    division = divided(f"{row}\nDoel | rust\nDoelgroep | jongeren\nKosten | 900 euro")
    assert division.rest == []
    assert set(division.fields) == {"goal", "target_group", "costs_text"}


@pytest.mark.parametrize(
    "row",
    [
        "Onderdeel | Wonen",
        "Vraag | Antwoord | Datum",
        "Kopje | Tekst van de raad",
        "Omschrijving: toelichting",
    ],
)
def test_row_of_one_generic_name_or_of_more_words_loses_nothing(row: str) -> None:
    division = divided(f"{row}\nDoel | rust\nDoelgroep | jongeren\nKosten | 900 euro")
    named = words_of(" ".join(section.heading for section in division.sections if section.field))
    assert words_of(row) - words_of(everything(division)) - named == Counter()


def test_only_the_first_row_is_taken_for_names_of_columns() -> None:
    division = divided("Doel | rust\nVraag | Antwoord\nDoelgroep | jongeren\nKosten | 900 euro")
    assert "Antwoord" in everything(division)


@pytest.mark.parametrize(
    ("one", "two", "three"),
    [
        ("**Aanleiding.** De deur stond open.", "**Doel.** Rust.", "**Aanpak.** Portiers."),
        ("**Aanleiding**. De deur stond open.", "**Doel**. Rust.", "**Aanpak**. Portiers."),
        ("*Aanleiding.* De deur stond open.", "*Doel.* Rust.", "*Aanpak:* Portiers."),
        ("Aanleiding. De deur stond open.", "Doel. Rust.", "Aanpak. Portiers."),
        ("**Aanleiding.**\nDe deur stond open.", "**Doel.**\nRust.", "**Aanpak.**\nPortiers."),
    ],
    ids=[
        "stop within",
        "stop behind",
        "as a mail without markup",
        "bold that a mail lost",
        "on its own line",
    ],
)
def test_bold_words_with_a_full_stop_before_their_text_are_headings(one: str, two: str, three: str) -> None:
    division = divide_text(f"{one}\n\n{two}\n\n{three}")
    assert division.fields == {
        "problem_text": "De deur stond open.",
        "goal": "Rust.",
        "approach": "Portiers.",
    }
    assert division.rest == []


def test_sentence_of_a_known_word_is_no_heading_by_itself() -> None:
    text = "Aanpak\nWij gingen langs.\n\nSamenwerking. Dat was het geheim.\n\n* Doel* van het plein"
    division = divide_text(text)
    assert set(division.fields) == {"approach"}
    assert "Samenwerking. Dat was het geheim." in division.fields["approach"]


def test_words_that_tell_are_no_heading_within_a_text() -> None:
    text = "Doel\nRust op straat.\nFinanciële consequenties\nwaren er niet. Toelichting op de aanpak\nvolgt."
    assert set(divided(text).fields) == {"goal"}


def test_part_below_a_known_number_stays_with_it_and_one_below_an_unknown_number_does_not() -> None:
    text = "3. Resultaten\n3.1 Reacties\nMensen zijn blij.\n4. Bestuur\n4.1 Reacties\nDe raad is blij."
    division = divided(text)
    assert "Mensen zijn blij." in division.fields["results"]
    assert "De raad is blij." not in division.fields["results"]


def test_unknown_row_of_a_table_is_kept_apart_and_not_put_with_the_row_above() -> None:
    text = "Doel:\tRust\nDoelgroep:\tJongeren\nWethouder:\tWonen\nKosten:\t900 euro"
    division = divided(text)
    assert division.fields["target_group"] == "Jongeren"
    assert [(piece.heading, piece.text) for piece in division.rest] == [("Wethouder", "Wonen")]


def test_heading_that_tells_only_its_field_goes_and_one_that_says_more_stays() -> None:
    text = "Financiële consequenties\n900 euro.\n\nVoorwaarden voor vervolg\nEen vaste plek."
    division = divided(text)
    assert division.fields["costs_text"] == "900 euro."
    assert division.fields["conditions"] == "Voorwaarden voor vervolg\nEen vaste plek."


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Jaarlijkse kosten", "costs_text"),
        ("Totale kosten", "costs_text"),
        ("Personele kosten", "costs_text"),
        ("Eenmalige kosten", "costs_text"),
        ("Algemene kosten", "costs_text"),
        ("Kosten voor de gemeente", "costs_text"),
        ("Kosten van activiteiten", "costs_text"),
        ("Effecten voor bewoners", "results"),
        ("Opbrengst voor partners", "results"),
    ],
)
def test_heading_that_qualifies_or_names_a_party_stays(heading: str, field: str) -> None:
    division = divided(f"Doel\nRust.\n\n{heading}\nDat was genoeg.")
    assert division.fields[field] == f"{heading}\nDat was genoeg."


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Wat heeft het tot nu toe opgeleverd?", "results"),
        ("Toelichting op de aanpak", "approach"),
        ("Beschrijving van de doelgroep", "target_group"),
    ],
)
def test_heading_of_words_that_only_ask_goes(heading: str, field: str) -> None:
    division = divided(f"Doel\nRust.\n\n{heading}\nDat was genoeg.")
    assert division.fields[field] == "Dat was genoeg."


def test_amount_at_the_start_of_a_line_is_no_number_of_a_heading() -> None:
    division = divided("5 Kosten\n2 fte schuldhulp, 140.000 euro")
    assert division.fields["costs_text"] == "2 fte schuldhulp, 140.000 euro"


def test_question_above_the_name_is_no_part_of_the_name() -> None:
    division = divided(
        "1. Wat is de naam van het project?\nDe Buurtkeuken\n\n2. Wat is het doel?\nSamen eten."
    )
    assert division.fields["title"] == "De Buurtkeuken"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Doel:", "## \n##", "a" * 100_000, "Doel\n" * 3000, "\x00\x0b", ":|:|:"]
)
def test_odd_texts_are_read(text: str) -> None:
    divided(text)


def test_points_of_a_list_are_no_headings() -> None:
    division = divided(
        "Aanpak\n- Partners\n- Monitoring\n- Communicatie\n\nKosten\n1. Planning\n2. Inzet\n3. Kosten"
    )
    assert division.fields["approach"] == "- Partners\n- Monitoring\n- Communicatie"
    assert division.fields["costs_text"] == "1. Planning\n2. Inzet\n3. Kosten"


def test_word_in_running_text_is_no_heading() -> None:
    text = "Aanpak\nDe bewoners kozen zelf een plein, en dat gaf elke week weer een beter\nresultaat. Niemand klaagde."
    division = divided(text)
    assert set(division.fields) == {"approach"}


def test_heading_that_says_more_than_its_field_stays() -> None:
    division = divided("Kosten (eerste jaar)\n40.000 euro.\n\nDoel\nRust.")
    assert division.fields["costs_text"] == "Kosten (eerste jaar)\n40.000 euro."


def test_two_parts_for_one_field_both_stay() -> None:
    division = divided("Aanpak\nEerst praten.\n\nDoel\nRust.\n\nActiviteiten\nDan doen.")
    assert division.fields["approach"] == "Eerst praten.\n\nDan doen."
