"""Headings of a pasted case, with and without the language model."""

import pytest

from search.features.shared_texts import read_headings

ASKED = ["Financiële consequenties", "Rondvraag"]


@pytest.mark.usefixtures("search_index")
def test_headings_are_read_by_words_when_another_model_serves() -> None:
    assert [guess.field for guess in read_headings(ASKED)] == ["costs_text", ""]


def test_nothing_is_asked_of_no_headings() -> None:
    assert read_headings([]) == []
