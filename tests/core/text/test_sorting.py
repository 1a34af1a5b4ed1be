"""The order in which a Dutch reader looks, and a capital as Dutch writes it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krachtwijken.core.text import name_sort_key, sort_column, sort_key, with_capital

TITLES = [
    "aan de slag", "Aanpak", "’s Avonds open", "Één loket", "Eén voordeur", "’s-Gravenhage", "Hier en nu",
    "'t Huis van de wijk", "IJsbaan", "ĳsclub", "“Samen” aan tafel", "Súdwest-Fryslân", "Wijk 2", "Wijk 10", "zorgtuin",
]  # fmt: skip
NAMES = [
    "van der Aa",
    "Jan van der Aa",
    "de Boer",
    "Bos",
    "’t Hart",
    "van ’t Hof",
    "el Idrissi",
    "Fatima El Idrissi",
    "Piet Zwart",
]


def shuffled(texts: list[str]) -> list[str]:
    return random.Random(7).sample(texts, len(texts))


def test_titles_stand_where_a_reader_looks() -> None:
    assert sorted(shuffled(TITLES), key=sort_key) == TITLES


def test_people_stand_under_their_surname() -> None:
    assert sorted(shuffled(NAMES), key=name_sort_key) == NAMES


def test_long_ij_is_i_and_j() -> None:
    assert sort_column("ĳsbaan") == sort_column("IJsbaan") == sort_column("ijsbaan")


@given(st.text(max_size=60))
def test_column_has_only_signs_that_every_database_sorts_alike(text: str) -> None:
    column = sort_column(text)
    assert column == "" or (column.isascii() and column.isalnum() and column == column.lower())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ijsbaan in de wijk", "IJsbaan in de wijk"),
        ("ĳsclub", "IJsclub"),
        ("'s avonds overlast", "'s Avonds overlast"),
        ("’s avonds overlast", "’s Avonds overlast"),
        ("‘ijs’", "‘IJs’"),
        ("'t ijs", "'t IJs"),
        ("één loket", "Één loket"),
        ("stoep", "Stoep"),
        ("al Groot", "Al Groot"),
        ("2 wijken", "2 wijken"),
        ("", ""),
    ],
)
def test_capital_at_the_beginning(text: str, shown: str) -> None:
    assert with_capital(text) == shown
