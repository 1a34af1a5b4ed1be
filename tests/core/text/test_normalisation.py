"""Characters as they are compared."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from krachtwijken.core.text import normalise
from krachtwijken.core.text.normalisation import MOST_MARKS, fold


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("een\u00a0twee\u202fdrie\u2009vier\u3000vijf", "een twee drie vier vijf"),
        ("ge\u00admeen\u200bte\ufeff \u2060nu\u200e", "gemeente nu"),
        ("’s avonds, ‘niks’, ‚laag‘, ´t, collega`s", "'s avonds, 'niks', 'laag', 't, collega's"),
        ("„laag” “hoog” «frans»", '"laag" "hoog" "frans"'),
        ("2018–2022 — Noord‑Holland − 3", "2018-2022 - Noord-Holland - 3"),
        ("coo\u0308rdinatie, e\u0301e\u0301n", "coördinatie, één"),
        ("ﬁets ﬂat oﬃce ĳs Ĳsselplein", "fiets flat office ijs IJsselplein"),
        ("１２％ ｄｅ ｗｉｊｋ！", "12% de wijk!"),
        ("9 m², CO₂, 10³", "9 m2, CO2, 103"),
        ("1½ uur en ¼ deel", "1½ uur en ¼ deel"),
        ("en toen…", "en toen..."),
        ("\uf0b7 punt \uf0a7 punt", "• punt • punt"),
        ("\x91Den Haag\x92 \x93nu\x94 \x96 \x80 5\x85", "'Den Haag' \"nu\" - € 5..."),
        ("a\x00b\x07c\ud800d", "abcd"),
        ("a\x0bb\x0cc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("kop\tcel", "kop\tcel"),
        ("‐‑ ⁃", "-- ⁃"),
        ("☑️ 👍🏽", "☑ 👍🏽"),
    ],
)
def test_normalise(typed: str, compared: str) -> None:
    assert normalise(typed) == compared


@settings(max_examples=500)
@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once) == once


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_composed_and_loose_accents_compare_equal(typed: str) -> None:
    letters = "".join(char for char in typed if char.isalnum())
    assert normalise(unicodedata.normalize("NFD", letters)) == normalise(
        unicodedata.normalize("NFC", letters)
    )


@given(st.text(max_size=100))
def test_every_character_knows_its_place(typed: str) -> None:
    folded = fold(typed)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(0 <= start < end <= len(typed) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


def test_place_of_one_character_that_became_three() -> None:
    folded = fold("zo…\r\nen")
    assert folded.text == "zo...\nen"
    assert list(folded.starts) == [0, 1, 2, 2, 2, 3, 5, 6]
    assert folded.places([(2, 5)]) == ((2, 3),)


def test_accents_without_end_are_no_writing() -> None:
    assert len(normalise("a" + "\u0323\u0301" * 1000)) <= MOST_MARKS + 1


def test_accent_on_a_sign_is_left_out() -> None:
    assert normalise("ja,\u0301 nee") == "ja, nee"
