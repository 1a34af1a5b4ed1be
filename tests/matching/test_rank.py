"""What counts in advice, for who has it."""

from dataclasses import fields, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.rank import Candidate, rank


def person(key: str = "p", text: float = 0.5, strength: float = 1.0, days: int = 4) -> Candidate:
    return Candidate(key, key, f"/{key}/", strength, days, text)


def centre(key: str = "c", text: float = 0.5) -> Candidate:
    return Candidate(key, key, f"/{key}/", None, None, text)


def test_centre_is_not_scored_on_abilities_and_time_that_it_does_not_have() -> None:
    (advice,) = rank([centre(text=0.7)])
    assert advice.rows == [("tekst", 70)]
    assert advice.score == pytest.approx(0.7)


def test_person_is_scored_on_text_abilities_and_time() -> None:
    (advice,) = rank([person(text=0.5, strength=1.0, days=2)])
    assert advice.rows == [("tekst", 50), ("kracht", 100), ("tijd", 50)]
    assert advice.score == pytest.approx(0.8 * 0.5 + 0.1 * 1.0 + 0.1 * 0.5)


def test_person_without_time_is_told_so_and_comes_after_who_has() -> None:
    busy, free = person("bezig", days=0), person("vrij", days=4)
    assert [item.candidate.key for item in rank([busy, free])] == ["vrij", "bezig"]
    assert ("tijd", 0) in rank([busy])[0].rows


# Few values, so that equal scores and equal titles come up.
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        key=st.sampled_from("abcdefgh"),
        title=st.sampled_from(["Wijkregisseur", "Sociaal makelaar"]),
        url=st.just("/"),
        strength=st.sampled_from([None, 0.5, 1.0]),
        days=st.sampled_from([None, 0, 4]),
        text_score=st.sampled_from([0.2, 0.5]),
    ),
    unique_by=lambda candidate: candidate.key,
)


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_same_question_gives_the_same_order_whoever_comes_in_first(
    found: list[Candidate], luck: Random
) -> None:
    other = list(found)
    luck.shuffle(other)
    assert rank(other) == rank(found)


@given(CANDIDATES)
def test_better_text_or_more_time_never_lowers_anybody(found: list[Candidate]) -> None:
    for advice in rank(found):
        better = replace(advice.candidate, text_score=1.0, days=advice.candidate.days and 31)
        assert rank([better])[0].score >= advice.score


def test_nothing_of_who_somebody_is_can_be_weighed() -> None:
    """Age, sex, origin and the like have no place to come in by; the title is a function."""
    assert {field.name for field in fields(Candidate)} == {
        "key", "title", "url", "strength", "days", "text_score", "problem_sentence", "evidence_sentence", "shared",
    }  # fmt: skip
