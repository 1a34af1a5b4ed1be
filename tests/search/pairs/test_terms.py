"""Words of a text as a sparse row."""

import math

import pytest

from search.engine.pairs.terms import TermIndex, TermScarcity, packaged_scarcity, stems_of

SCARCITY = TermScarcity({"wijk": 9, "boom": 1}, total=10)


def test_row_has_length_one_and_weighs_the_scarce_word_more() -> None:
    row = SCARCITY.row(["wijk", "boom"])
    assert math.isclose(sum(weight**2 for weight in row.values()), 1.0)
    assert row["boom"] > row["wijk"]


def test_row_is_empty_for_a_text_without_words() -> None:
    assert SCARCITY.row([]) == {}


def test_stem_of_no_text_is_the_scarcest() -> None:
    assert SCARCITY.weigh("ondermijning") > SCARCITY.weigh("boom")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [({"a": 1.0}, {"a": 1.0}, 1.0), ({"a": 1.0}, {"b": 1.0}, 0.0), ({}, {"a": 1.0}, 0.0)],
)
def test_likeness_is_the_cosine(one: dict[str, float], other: dict[str, float], expected: float) -> None:
    assert (
        TermIndex([one]).likenesses(other).tolist()
        == TermIndex([other]).likenesses(one).tolist()
        == [expected]
    )


def test_every_text_is_compared_in_its_place() -> None:
    index = TermIndex([{}, {"a": 0.6, "b": 0.8}, {"c": 1.0}])
    assert index.likenesses({"b": 1.0, "d": 0.5}).tolist() == pytest.approx([0.0, 0.8, 0.0])


def test_no_texts_are_like_nothing() -> None:
    assert TermIndex([]).likenesses({"a": 1.0}).tolist() == []


def test_scarcity_of_texts_counts_each_text_once() -> None:
    assert TermScarcity.of([["wijk", "wijk"], ["wijk"]]).counts == {"wijk": 2}


def test_packaged_scarcity_knows_a_common_word_from_a_scarce_one() -> None:
    common, scarce = stems_of("gemeente")[0], stems_of("ondermijning")[0]
    assert packaged_scarcity().weigh(scarce) > packaged_scarcity().weigh(common)
