"""What is a result of a question without its words: what is tied to its problem, and what belongs to a first result."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from search.engine.lifting import add_unscored, belonging_to, first_results
from search.engine.query import Query, StoreQuery
from search.engine.ranking import Ranker, RankingWeights
from search.engine.signals import PassageRef, Signals
from search.stores.vectors.file import FileVectorStore
from search.types import EVERYTHING, SearchFilters

NO_PIECES = (np.zeros(0, np.int32), np.zeros((0, 0), np.float32))
# A case that has the words, the person who made it, somebody else, a case on the problem, a wijk that has it, a place.
LABELS: dict[str, Sequence[str]] = {
    "case:1": ["kind:case"],
    "profile:2": ["kind:profile", "link:case:1"],
    "profile:3": ["kind:profile", "link:case:9"],
    "case:4": ["kind:case", "problem:WE05"],
    "wijk:5": ["kind:wijk", "problem:WE05", "gemeente:zaanstad"],
}
NUMBERS = {key: number for number, key in enumerate(LABELS, start=1)}


class OnlyTheFirst:
    """A store in which one case has the words of the question, and all else is far from it."""

    def signals_many(
        self, query: StoreQuery, *, audience: frozenset[str], filters: Sequence[SearchFilters]
    ) -> list[Signals]:
        return [self.under(chosen) for chosen in filters]

    def under(self, chosen: SearchFilters) -> Signals:
        kept = {
            NUMBERS[key]: PassageRef(key, "", labels)
            for key, labels in LABELS.items()
            if not chosen.kinds or key.partition(":")[0] in chosen.kinds
        }
        stems = {number: score for number, score in {1: 8.0, 3: 0.1}.items() if number in kept}
        return Signals(stems, {}, {}, kept)


def found(
    text: str = "kapper",
    *,
    problems: dict[str, float] | None = None,
    links: float = 0.15,
    kinds: tuple[str, ...] = (),
    counted: bool = False,
) -> Any:
    weights = RankingWeights(stems=1.0, grams=0.0, dense=0.0, late=0.0, problems=0.4, places=0.4, links=links)
    query = Query(text, StoreQuery(["kapper"], [], None), *NO_PIECES, problems or {})
    ranker = Ranker(OnlyTheFirst(), FileVectorStore(), weights)
    filters = SearchFilters(kinds=kinds) if kinds else EVERYTHING
    return ranker.rank(query, frozenset({"public"}), filters, 10, counted=counted, clear=True)


def keys(ranking: Any) -> list[str]:
    return [item.key for item in ranking.documents]


def test_who_worked_on_a_first_result_is_a_result_and_says_so() -> None:
    ranking = found()
    assert keys(ranking) == ["case:1", "profile:2"]
    assert [item.belongs_to for item in ranking.documents] == ["", "case:1"]


def test_nothing_comes_along_without_weight_for_links() -> None:
    assert keys(found(links=0.0)) == ["case:1"]


@pytest.mark.parametrize(("chance", "there"), [(0.5, True), (0.49, False)])
def test_what_is_tied_to_a_problem_is_a_result_when_the_question_is_surely_about_it(
    chance: float, there: bool
) -> None:
    ranking = found(problems={"WE05": chance})
    assert ("case:4" in keys(ranking)) is there
    assert "wijk:5" not in keys(ranking)
    if there:
        assert {item.key: item.about for item in ranking.documents}["case:4"] == "WE05"


def test_who_names_a_place_gets_what_is_there_only() -> None:
    assert keys(found("kapper Zaanstad", problems={"WE05": 1.0})) == ["case:1"]


def test_filter_shows_what_belongs_to_a_first_result_that_it_leaves_out() -> None:
    """Its count said so: what is a result does not hang on the filter."""
    counts = found(counted=True).counts_of(list(LABELS))["kinds"]
    assert counts == {"case": 1, "profile": 1}
    assert keys(found(kinds=("profile",), counted=True)) == ["profile:2"]


REFERENCES = {NUMBERS[key]: PassageRef(key, "", labels) for key, labels in LABELS.items()}


def test_one_of_both_sides_names_the_other() -> None:
    assert belonging_to(REFERENCES, {"profile:2": 1.0}) == {"case:1": "profile:2"}
    assert belonging_to(REFERENCES, {"case:1": 1.0}) == {"profile:2": "case:1"}
    assert belonging_to(REFERENCES, {}) == {}


def test_best_of_two_first_results_is_the_one_that_something_belongs_to() -> None:
    both = {
        1: PassageRef("case:1", ""),
        2: PassageRef("case:2", ""),
        3: PassageRef("profile:3", "", ["link:case:1", "link:case:2"]),
    }
    assert belonging_to(both, {"case:1": 0.8, "case:2": 1.0})["profile:3"] == "case:2"
    assert belonging_to(both, {"case:1": 1.0, "case:2": 0.8})["profile:3"] == "case:1"


def test_first_results_are_documents_that_are_clear_with_their_share_of_the_best() -> None:
    ordered = [(4, 3.0), (1, 2.0), (1, 1.9), (2, 1.0), (3, 0.5)]
    assert first_results(ordered, REFERENCES, {"case:1", "profile:2"}) == {"case:1": 1.0, "profile:2": 0.5}
    assert first_results(ordered, REFERENCES, None) == {"case:4": 1.0, "case:1": 2 / 3}
    assert first_results([], REFERENCES, None) == {}
    assert first_results([(1, 0.0)], REFERENCES, None) == {}


def test_added_is_one_passage_of_what_no_signal_scored() -> None:
    twice = REFERENCES | {9: PassageRef("case:4", "")}
    assert add_unscored([(1, 2.0)], twice, {"case:1", "case:4", "case:77"}) == [(1, 2.0), (4, 0.0)]
