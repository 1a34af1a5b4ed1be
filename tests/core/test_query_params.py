"""What an address asks: what is not known is left out, never an error."""

import pytest
from django.http import QueryDict

from krachtwijken.core.query_params import (
    LONGEST,
    MOST_DIGITS,
    MOST_PAGES,
    MOST_VALUES,
    choice_param,
    choices_param,
    page_param,
    text_param,
    whole_number,
)

KNOWN = ("wonen", "werken")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("", ""),
        ("q=", ""),
        ("q=%20groen%20", "groen"),
        ("q=groen&q=grijs", "grijs"),
        ("q=" + "a" * LONGEST, "a" * LONGEST),
        ("q=" + "a" * (LONGEST + 1), ""),
        ("q=groen%00", ""),
        ("q=%FF", "�"),
    ],
)
def test_text_of_an_address(address: str, text: str) -> None:
    assert text_param(QueryDict(address), "q") == text


@pytest.mark.parametrize(
    ("address", "choice"),
    [("", "werken"), ("thema=wonen", "wonen"), ("thema=x", "werken"), ("thema=wonen%20", "werken")],
)
def test_choice_that_is_not_known_is_the_usual_one(address: str, choice: str) -> None:
    assert choice_param(QueryDict(address), "thema", KNOWN, default="werken") == choice


@pytest.mark.parametrize(
    ("address", "choices"),
    [
        ("", ()),
        ("thema=werken&thema=wonen&thema=werken", ("werken", "wonen")),
        ("thema=x&thema=wonen&thema=", ("wonen",)),
        ("thema=won%00en", ()),
    ],
)
def test_choices_come_once_in_the_order_of_the_address(address: str, choices: tuple[str, ...]) -> None:
    assert choices_param(QueryDict(address), "thema", KNOWN) == choices


def test_of_very_many_choices_the_first_are_taken() -> None:
    query = QueryDict("&".join(f"wijk={number}" for number in range(MOST_VALUES + 5)))
    assert choices_param(query, "wijk") == tuple(str(number) for number in range(MOST_VALUES))


def test_without_known_values_a_long_one_is_left_out() -> None:
    assert choices_param(QueryDict(f"wijk={'a' * (LONGEST + 1)}&wijk=b"), "wijk") == ("b",)


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("", 1), ("page=3", 3), ("page=0", 1), ("page=-2", 1), ("page=x", 1), ("page=2.5", 1), ("page=²", 1),
        (f"page={MOST_PAGES + 1}", MOST_PAGES), ("page=" + "9" * 400, 1),
    ],
)  # fmt: skip
def test_page_is_a_number_from_one(address: str, number: int) -> None:
    assert page_param(QueryDict(address)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("", None), ("-7", None), ("7 ", None), ("٣", None), ("9" * MOST_DIGITS, 10**MOST_DIGITS - 1)],
)  # fmt: skip
def test_whole_number_in_plain_digits(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_number_that_fits_no_key_is_none() -> None:
    assert whole_number("9" * (MOST_DIGITS + 1)) is None
