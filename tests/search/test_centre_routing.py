"""Which centres fit the problems of a text: pure numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.centre_routing import FLOOR, route

SAFETY, HEALTH, CITY = 1, 2, 3
OFFERS = {
    SAFETY: {"VE03": 3, "VE06": 3, "R09": 1},
    HEALTH: {"WO12": 3, "R08": 2},
    CITY: {"R08": 3, "WO12": 2},
}
weights = st.dictionaries(st.sampled_from(["VE03", "WO12", "R08", "R09"]), st.integers(1, 3))
chances = st.dictionaries(st.sampled_from(["VE03", "WO12", "R08", "LE05"]), st.floats(0, 1))


def scores(found: list[tuple[int, float, str]]) -> dict[int, float]:
    return {centre: score for centre, score, _ in found}


def test_first_address_comes_before_the_second_and_the_problem_is_named() -> None:
    assert [(centre, code) for centre, _, code in route({"WO12": 1.0}, OFFERS)] == [
        (HEALTH, "WO12"),
        (CITY, "WO12"),
    ]


def test_every_problem_of_a_text_may_bring_a_centre_of_its_own() -> None:
    found = route({"VE03": 0.9, "R08": 0.8, "R09": 0.2}, OFFERS)
    assert [(centre, code) for centre, _, code in found] == [(SAFETY, "VE03"), (CITY, "R08"), (HEALTH, "R08")]


def test_centre_that_helps_with_two_problems_stands_above_one_that_helps_with_one() -> None:
    offers = {1: {"VE03": 3}, 2: {"VE03": 3, "VE06": 1}}
    assert [centre for centre, *_ in route({"VE03": 0.7, "VE06": 0.7}, offers)] == [2, 1]


@pytest.mark.parametrize("seen", [{}, {"LE05": 1.0}, {"VE03": 0.05, "WO12": 0.04, "R08": 0.0}])
def test_no_centre_when_nothing_is_clear_enough(seen: dict[str, float]) -> None:
    assert route(seen, OFFERS) == []


def test_many_faint_problems_of_one_field_stay_under_the_floor_and_something_to_add_counts_when_sure() -> (
    None
):
    assert route(dict.fromkeys(("VE03", "VE06", "R09"), 0.03), OFFERS) == []
    assert [centre for centre, *_ in route({"R09": 1.0}, OFFERS)] == [SAFETY]


def test_centre_far_below_the_surest_is_not_named_and_alone_it_is() -> None:
    assert [centre for centre, *_ in route({"VE03": 1.0, "WO12": 0.4}, OFFERS)] == [SAFETY]
    assert [centre for centre, *_ in route({"WO12": 0.4}, OFFERS)] == [HEALTH, CITY]


def test_equals_stand_in_a_fixed_order() -> None:
    offers = {9: {"VE06": 2, "VE03": 2}, 4: {"VE03": 2, "VE06": 2}}
    found = route({"VE03": 0.5, "VE06": 0.5}, offers)
    assert [(centre, code) for centre, _, code in found] == [(4, "VE03"), (9, "VE03")]


@given(chances, weights)
def test_score_lies_between_the_floor_and_one(seen: dict[str, float], offered: dict[str, int]) -> None:
    for _, score, code in route(seen, {1: offered}):
        assert FLOOR <= score <= 1
        assert code in seen.keys() & offered.keys()


@given(chances, weights, st.sampled_from(["VE03", "WO12", "R08"]), st.floats(0, 1))
def test_score_never_falls_when_a_chance_or_a_weight_rises(
    seen: dict[str, float], offered: dict[str, int], code: str, chance: float
) -> None:
    before = scores(route(seen, {1: offered})).get(1, 0.0)
    surer = {**seen, code: max(chance, seen.get(code, 0.0))}
    assert scores(route(surer, {1: offered})).get(1, 0.0) >= before - 1e-12
    assert scores(route(seen, {1: {**offered, code: 3}})).get(1, 0.0) >= before - 1e-12


def test_chances_and_weights_out_of_range_do_not_break_the_scale() -> None:
    ((_, score, _),) = route({"VE03": 7.0, "VE06": -2.0}, {1: {"VE03": 12, "VE06": 3}})
    assert score == pytest.approx(0.9)
