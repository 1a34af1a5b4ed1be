"""The order of results: what the engine gave, or by year or name, with equals as the engine gave them."""

import pytest

from search.engine.ranking import RankedDocument, Ranking
from search.retrieval.sorting import sorted_documents
from search.types import Sort

LABELS = {
    "case:1": ["theme:wonen", "year:2015", "year:2016"],
    "case:2": ["year:2019"],
    "centre:3": ["theme:wonen"],
    "case:4": ["year:2016", "year:2015"],
    "case:5": ["year:2011"],
}
TITLES = {"case:1": "Élan", "case:2": "de tuin", "centre:3": "Zebra", "case:4": "Élan", "case:5": "Ijs"}


def ordered(sort: Sort, keys: str = "12345") -> str:
    documents = [RankedDocument(key) for number in keys for key in LABELS if key.endswith(number)]
    found = sorted_documents(documents, sort, Ranking(documents, LABELS), TITLES)
    return "".join(item.key[-1] for item in found)


@pytest.mark.parametrize(
    ("sort", "order"), [(Sort.BEST, "12345"), (Sort.NEW, "21453"), (Sort.OLD, "51423"), (Sort.TITLE, "21453")]
)
def test_order(sort: Sort, order: str) -> None:
    assert ordered(sort) == order


@pytest.mark.parametrize("sort", [Sort.NEW, Sort.OLD, Sort.TITLE])
def test_equals_keep_the_order_of_the_engine(sort: Sort) -> None:
    """Both began in 2015, and are called the same."""
    assert ordered(sort, "14") == "14"
    assert ordered(sort, "41") == "41"


@pytest.mark.parametrize("sort", [Sort.NEW, Sort.OLD])
def test_what_has_no_year_comes_last_and_is_not_lost(sort: Sort) -> None:
    assert ordered(sort, "3152")[-1] == "3"


@pytest.mark.parametrize("sort", list(Sort))
def test_nothing_in_any_order_is_nothing(sort: Sort) -> None:
    assert sorted_documents([], sort, Ranking([]), {}) == []
