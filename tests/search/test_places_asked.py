"""A place in a typed question: what is in that place stands higher, and nothing is left out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from search.engine.places_asked import AROUND, places_asked
from search.engine.query import Query, StoreQuery
from search.engine.ranking import Ranker, RankingWeights
from search.engine.signals import PassageRef, Signals
from search.stores.vectors.file import FileVectorStore
from search.types import EVERYTHING

POELENBURG = ("gemeente:zaanstad", "wijk:zaanstad-poelenburg")
ZUID = ("gemeente:rotterdam", "wijk:nplv-rotterdam-rotterdam-zuid")
VREEWIJK = ("gemeente:rotterdam", "wijk:rotterdam-vreewijk")
CRABBEHOF = ("gemeente:dordrecht", "wijk:dordrecht-wielwijk-crabbehof")
BOSCH = ("gemeente:s-hertogenbosch", "wijk:s-hertogenbosch-de-hambaken")
FOUND = [POELENBURG, ZUID, VREEWIJK, CRABBEHOF, BOSCH, ()]
NO_PIECES = (np.zeros(0, np.int32), np.zeros((0, 0), np.float32))


@pytest.mark.parametrize(
    ("question", "worth"),
    [
        ("Zaanstad armoede", {"gemeente:zaanstad": 1.0}),
        ("armoede in Poelenburg", {"wijk:zaanstad-poelenburg": 1.0}),
        ("Rotterdam-Zuid werk", {"wijk:nplv-rotterdam-rotterdam-zuid": 1.0, "gemeente:rotterdam": AROUND}),
        ("overlast Wielwijk/Crabbehof", {"wijk:dordrecht-wielwijk-crabbehof": 1.0}),
        ("den bosch schulden", {"gemeente:s-hertogenbosch": 1.0}),
        ("'s-Hertogenbosch schulden", {"gemeente:s-hertogenbosch": 1.0}),
        ("de hambaken", {"wijk:s-hertogenbosch-de-hambaken": 1.0}),
        ("rotterdammers zonder werk", {}),
        ("armoede", {}),
        ("", {}),
    ],
)
def test_place_is_known_by_its_whole_name(question: str, worth: dict[str, float]) -> None:
    assert places_asked(question, FOUND) == worth


def test_place_to_which_nothing_found_is_tied_is_none() -> None:
    assert places_asked("Zaanstad armoede", [VREEWIJK]) == {}


class OneAnswer:
    """The problem in three places and nowhere, the best by words elsewhere, and one of the place about something else."""

    labels = {
        1: ("problem:WE05", *VREEWIJK),
        2: ("problem:WE05",),
        3: ("problem:WE05", *POELENBURG),
        4: POELENBURG,
    }
    kinds: tuple[str, ...] = ("case", "case", "case", "case")

    def signals_many(
        self, query: StoreQuery, *, audience: frozenset[str], filters: Sequence[Any]
    ) -> list[Signals]:
        references = {
            number: PassageRef(f"{kind}:{number}", "", labels)
            for kind, (number, labels) in zip(self.kinds, self.labels.items(), strict=True)
        }
        return [Signals({1: 4.0, 2: 3.8, 3: 3.6, 4: 3.4}, {}, {}, references) for _ in filters]


class Wijken(OneAnswer):
    kinds = ("wijk", "case", "wijk", "case")


def order(text: str, source: OneAnswer, *, places: float = 0.4, problems: float = 0.4) -> list[int]:
    weights = RankingWeights(stems=1.0, grams=0.0, dense=0.0, late=0.0, problems=problems, places=places)
    query = Query(text, StoreQuery(["armoed"], [], None), *NO_PIECES, {"WE05": 1.0})
    ranking = Ranker(source, FileVectorStore(), weights).rank(
        query, frozenset({"public"}), EVERYTHING, 10, counted=False, clear=False
    )
    return [int(item.key.partition(":")[2]) for item in ranking.documents]


def test_problem_in_the_place_comes_before_the_problem_elsewhere_and_nothing_is_left_out() -> None:
    assert order("armoede", OneAnswer()) == [1, 2, 3, 4]
    assert order("armoede Zaanstad", OneAnswer())[0] == 3
    assert sorted(order("armoede Zaanstad", OneAnswer())) == [1, 2, 3, 4]
    assert order("armoede Zaanstad", OneAnswer(), places=0.0) == [1, 2, 3, 4]


def test_place_counts_where_no_problem_is_known() -> None:
    assert order("kapper Zaanstad", OneAnswer(), problems=0.0, places=1.1)[:2] == [3, 4]


def test_wijk_that_has_the_problem_stands_under_work_on_it_unless_the_question_names_it() -> None:
    assert order("armoede", Wijken(), problems=0.8)[0] == 2
    assert order("armoede Poelenburg", Wijken(), problems=0.8)[0] == 3


def test_page_of_another_wijk_in_the_place_is_lifted_for_its_problem_only() -> None:
    assert order("kapper Zaanstad", Wijken(), problems=0.0, places=1.5)[0] == 4
