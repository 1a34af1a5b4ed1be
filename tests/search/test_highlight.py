"""Which letters of a passage are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.dutch.analysis import tokens
from search.engine.highlight import mark_passage
from search.types import StoredPassage


def shown(question: str, text: str) -> str:
    passage = mark_passage(StoredPassage("case:1", "", text), frozenset(tokens(question)))
    return "".join(f"[{part.text}]" if part.marked else part.text for part in passage.parts).strip()


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("straat", "Op straat, bij de straten.", "Op [straat], bij de [straten]."),
        ("straat", "Er ligt straatvuil.", "Er ligt [straat]vuil."),
        ("jongeren", "Het Jongerenwerk is dicht.", "Het [Jongeren]werk is dicht."),
        ("taalachterstand", "Een achterstand in taal.", "Een [achterstand] in [taal]."),
        ("taalachterstand", "De taalachterstand groeit.", "De [taalachterstand] groeit."),
        ("ouderen", "jongeren/ouderen", "jongeren/[ouderen]"),
        ("café", "In het café’s tuin", "In het [café]’s tuin"),
        ("de", "De straat", "De straat"),
        # Accents typed loose, and what nobody sees: one mark around the word that is seen, the rest unchanged.
        ("coördinatie", "De coo\u0308rdinatie hier", "De [coo\u0308rdinatie] hier"),
        ("coo\u0308rdinatie", "De coördinatie hier", "De [coördinatie] hier"),
        ("uithuisplaatsing", "Een uithuis\u00adplaatsing", "Een [uithuis\u00adplaatsing]"),
        ("uithuis\u00adplaatsing", "Een uithuisplaatsing", "Een [uithuisplaatsing]"),
        ("straat", "Er ligt straat\u00advuil.", "Er ligt [straat\u00ad]vuil."),
        ("wijkagent", "De wijk\u200bagent", "De [wijk\u200bagent]"),
        ("'s-Gravenhage", "In Den Haag wonen", "In [Den] [Haag] wonen"),
        ("Den Haag", "In ’s-Gravenhage wonen", "In ’s-[Gravenhage] wonen"),
    ],
)
def test_marks_the_words_and_of_a_compound_the_part(question: str, text: str, expected: str) -> None:
    assert shown(question, text) == expected


def test_long_passage_starts_near_the_words() -> None:
    text = "woord " * 200 + "Jongeren hangen op straat."
    assert "[Jongeren]" in shown("jongeren", text)
    assert shown("jongeren", text).startswith("… ")


@given(st.text(max_size=60), st.text(max_size=300))
def test_any_text_is_shown_as_it_is(question: str, text: str) -> None:
    passage = mark_passage(StoredPassage("case:1", "", text), frozenset(tokens(question)))
    whole = "".join(part.text for part in passage.parts)
    assert whole.rstrip(" ") == text.rstrip(" ") or "…" in whole
