"""Which words of a question answered which words of a passage, and by what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.explanation import EncodedPieces, are_nearly_same, explain
from search.model.pieces import SPACE
from search.types import Means


def means(question: str, passage: str, before: str = "") -> dict[str, tuple[str, tuple[str, ...]]]:
    found = explain(question, passage, before=before)
    return {match.asked: (match.means.value, match.words) for match in found.matches}


@pytest.mark.parametrize(
    ("asked", "passage", "by", "found"),
    [
        ("Straat!", "Zij staan op straat.", "letter", "straat"),
        ("één", "Eén gezin, één plan.", "letter", None),
        ("woningen", "Een woning is te klein.", "stem", "woning"),
        ("taalachterstand", "De achterstand is groot.", "compound", "achterstand"),
        ("jongeren", "Het jongerenwerk is dicht.", "compound", "jongerenwerk"),
        ("wijkagent", "De straatagent liep mee.", "compound", "straatagent"),
        ("schulthulp", "Zij kregen schuldhulp.", "typo", "schuldhulp"),
        ("eenzaamhied", "Er is veel eenzaamheid.", "typo", "eenzaamheid"),
    ],
)
def test_word_is_found_by_its_surest_means(asked: str, passage: str, by: str, found: str | None) -> None:
    result = means(asked, passage)
    if found is None:
        assert result == {}, "a number word that stands in every text says nothing"
        return
    assert result[asked.strip("!")] == (by, (found,))


@pytest.mark.parametrize(
    ("asked", "passage"),
    [
        ("Schilderswijk", "De Korrewegwijk is groot."),
        ("hangjongeren", "Er is weinig samenhang."),
        ("laaggeletterdheid", "De huur is laag."),
        ("Zaanstad", "De stad is groot."),
    ],
)
def test_part_that_stands_in_half_of_all_words_is_no_reason(asked: str, passage: str) -> None:
    assert means(asked, passage) == {}


@pytest.mark.parametrize(
    ("asked", "passage", "found"),
    [
        ("huurachterstand", "De huur is hoog.", "huur"),
        ("geluidsoverlast", "Er is drugsoverlast.", "drugsoverlast"),
    ],
)
def test_part_that_tells_something_is_a_reason(asked: str, passage: str, found: str) -> None:
    assert means(asked, passage) == {asked: ("compound", (found,))}


def test_same_word_is_preferred_to_another_form() -> None:
    assert means("woning", "De woningen en de woning.") == {"woning": ("letter", ("woning",))}


def test_two_real_words_are_never_a_typing_error() -> None:
    assert not are_nearly_same("kansen", "kassen")
    assert not are_nearly_same("buurt", "beurt")
    assert means("buurt", "Hij was aan de beurt.") == {}


def test_word_that_is_nowhere_is_missing_and_common_words_are_not() -> None:
    found = explain("de jongeren op het dak", "Jongeren staan buiten.")
    assert found.missing == ("dak",)
    assert explain("youth on the street", "Bomen.").missing == ("youth", "street")


def test_sentence_with_most_answers_is_named() -> None:
    passage = "De wijk is groot. Jongeren hangen op straat. De straat is breed."
    assert explain("jongeren op straat", passage).sentence == "Jongeren hangen op straat."


def test_words_of_the_title_count_but_are_no_sentence() -> None:
    found = explain("jongeren", "De wijk is groot.", before="Jongeren op straat.")
    assert [match.means for match in found.matches] == [Means.LETTER]
    assert found.sentence == ""


def pieces(*words: tuple[str, list[float]]) -> EncodedPieces:
    """Pieces with a vector each; a list without numbers has none, as in the vector store."""
    kept = [place for place, (_, vector) in enumerate(words) if vector]
    rows = np.array([words[place][1] for place in kept], dtype=np.float32)
    return EncodedPieces([word for word, _ in words], kept, rows, np.ones(len(kept), dtype=np.float32))


JEUGD, BOOM, STRAAT = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]


def test_pieces_are_joined_to_words_and_matched_by_meaning() -> None:
    asked = pieces((f"{SPACE}yo", JEUGD), ("uth", JEUGD))
    given_pieces = pieces(
        (f"{SPACE}De", []), (f"{SPACE}jon", JEUGD), ("geren", []), (f"{SPACE}en", JEUGD), (f"{SPACE}bo", BOOM), ("men.", []),
    )  # fmt: skip

    found = explain("youth", "De jongeren en bomen.", asked=asked, given=given_pieces)

    assert [(match.asked, match.means, match.words) for match in found.matches] == [
        ("youth", Means.MEANING, ("jongeren",))
    ]
    assert found.by_meaning_only
    assert found.sentence == "De jongeren en bomen."


def test_vectors_of_another_text_are_left_out() -> None:
    asked = pieces((f"{SPACE}youth", JEUGD))
    stale = pieces((f"{SPACE}jongeren", JEUGD), (f"{SPACE}staan", BOOM), (f"{SPACE}buiten", STRAAT))

    assert explain("youth", "Jonge mensen buiten staan.", asked=asked, given=stale).matches == ()


def test_meaning_that_is_near_everything_says_nothing() -> None:
    asked = pieces((f"{SPACE}iets", JEUGD))
    vague = pieces((f"{SPACE}jongeren", JEUGD), (f"{SPACE}staan", JEUGD), (f"{SPACE}buiten", JEUGD))

    assert explain("iets", "jongeren staan buiten", asked=asked, given=vague).matches == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jongren", "jongeren", True),
        ("jogneren", "jongeren", True),
        ("jongerem", "jongeren", True),
        ("jnogeern", "jongeren", False),
        ("schuldhlupverlenin", "schuldhulpverlening", True),
        ("schuldhlupverlenn", "schuldhulpverlening", False),
        ("jongeren", "jongerenwerk", False),
        ("hulb", "hulp", False),
    ],
)
def test_typing_error_is_one_letter_or_two_in_a_long_word(one: str, other: str, same: bool) -> None:
    assert are_nearly_same(one, other) is same
    assert are_nearly_same(other, one) is same


@given(st.text(max_size=200), st.text(max_size=300), st.text(max_size=50))
def test_any_text_is_explained(question: str, passage: str, before: str) -> None:
    found = explain(question, passage, before=before)
    assert not found.sentence or found.sentence in passage
    assert len(found.matches) + len(found.missing) <= 12


def test_word_that_only_the_facts_have_is_said_to_stand_there() -> None:
    found = explain(
        "avondronde kanaleneiland", "De avondronde begint om acht uur.", facts=["Kanaleneiland (Utrecht)"]
    )
    assert [(match.asked, match.means) for match in found.matches] == [
        ("avondronde", Means.LETTER), ("kanaleneiland", Means.FACT),
    ]  # fmt: skip
    assert found.missing == ()
