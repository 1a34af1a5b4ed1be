"""Whatever is pasted: nothing raises, and every unit knows where it came from."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from krachtwijken.core.text import Text, Unit, normalise, read_text, sentences, statements
from tests.core.text.shapes import Shape, shapes

# What makes texts hard, more often than chance would.
PIECES = st.sampled_from(
    [
        "De wijk is arm.", "schulden", "Jan", "huis-", "houdens", "woon-", "en leefomgeving", "dhr.", "o.a.",
        "A.", "12", "3.1",
        "\n", "\n\n", "\r\n", "\r", " ", "  ", "\t", "\f", "\x0b", "\u2028", "\u00a0", "\u202f", "\u00ad",
        "\u200b", "\ufeff",
        "\u0301", "e\u0308", "ﬁ", "ĳ", "…", "½", "²", "m²", "¹", "[3]", "’s", "„", "”", "«", "–", "—", "-",
        "- ", "• ", "\uf0b7\t",
        "1. ", "2. ", "a) ", "o ", "> ", ">> ", "Van: ", "Aan: x", "Beste mensen,", "Hoi,", "Groet,", "mvg",
        "Verstuurd vanaf x",
        "Pagina 3 van 4", "- 4 -", "......... 5", "|", "| a | b |", "=====", "?!", "...", "\"", "'", "(", ")",
        ":", ";", ",", "/",
        "😡", "👨‍👩‍👧", "가", "ᄀ", "ᅡ", "ع", "中文", "\x00", "\x92", "\ud800", "\U000f0000", "12-03-2025 14:02 - Ans: ja",
    ]
)  # fmt: skip
PASTED = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)


def without_space(text: str) -> str:
    return "".join(text.split())


def came_from(text: Text, unit: Unit) -> str:
    return "\n".join(text.original[start:end] for start, end in unit.spans)


def check_places(text: Text) -> None:
    for unit in [*text.units, *text.statements]:
        flat = [place for span in unit.spans for place in span]
        assert flat == sorted(flat)
        assert all(start < end for start, end in unit.spans)
        assert (unit.start, unit.end) == (flat[0], flat[-1])
        assert without_space(normalise(came_from(text, unit))) == without_space(unit.text)
        assert text.typed(unit).startswith(text.original[unit.start])


@settings(max_examples=500, deadline=None)
@given(PASTED)
def test_any_text_is_read_and_every_unit_is_where_it_says(pasted: str) -> None:
    text = read_text(pasted)
    check_places(text)
    assert [unit.start for unit in text.units] == sorted(unit.start for unit in text.units)
    assert sentences(pasted) == text.sentences
    assert statements(pasted) == [unit.text for unit in text.statements]


@settings(max_examples=300, deadline=None)
@given(PASTED)
def test_no_letter_is_in_two_units_and_none_is_lost(pasted: str) -> None:
    text = read_text(pasted)
    taken = sorted(place for unit in text.units for place in unit.spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(taken))
    covered = {at for start, end in taken for at in range(start, end)}
    lost = [
        char
        for at, char in enumerate(pasted)
        if at not in covered and char.isalpha() and normalise(char).isalpha()
    ]
    # The mark of a point is no part of it: "a)", "o ", "ii."; nor is what composes with the letter before.
    assert all(
        normalise(char).lower() in set("abcdefghijklmnopqrstuvwxyz") or not char.isascii() for char in lost
    )


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.name)
def test_places_in_the_corpus(shape: Shape) -> None:
    check_places(read_text(shape.text))


def test_place_of_a_cut_word_leaves_its_hyphen_out() -> None:
    text = read_text("Er zijn jon-\ngeren.")
    assert text.units[0].text == "Er zijn jongeren."
    assert text.units[0].spans == ((0, 11), (13, 19))


def test_place_of_a_quoted_sentence_leaves_the_marks_of_quoting_out() -> None:
    text = read_text("> Er is\n> niets.")
    assert came_from(text, text.units[0]) == "Er is\nniets."
    assert text.typed(text.units[0]) == "Er is\n> niets."


def test_reader_sees_what_was_typed() -> None:
    text = read_text("Ja. “’s Avonds\u00a0niets…”")
    assert text.units[1].text == '"\'s Avonds niets..."'
    assert text.typed(text.units[1]) == "“’s Avonds\u00a0niets…”"
