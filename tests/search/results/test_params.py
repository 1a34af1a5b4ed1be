"""One written form of a search."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.features.results_page.address import (
    MANY,
    ONE,
    canonical,
    describe_filters,
    parse_canonical,
    query_of,
)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("thema=wonen&q=a", "q=a&thema=wonen"),
        ("thema=werken&thema=wonen&thema=werken&q=a", "q=a&thema=werken&thema=wonen"),
        ("q=a&page=3&csrfmiddlewaretoken=x&next=//evil", "q=a"),
        ("q=++a++b%0A", "q=a+b"),
        ("q=a&q=b", "q=b"),
        ("q=a&van=2010&tot=2020&sorteer=nieuw&lijkt_op=x&wijk=w&gemeente=g&bewijs=3a&status=loopt&soort=case",
         "q=a&soort=case&bewijs=3a&status=loopt&gemeente=g&wijk=w&van=2010&tot=2020&sorteer=nieuw&lijkt_op=x"),
        ("thema=&q=", ""),
        ("q=%C2%AD%0D", ""),
    ],
)  # fmt: skip
def test_same_search_is_written_the_same(given: str, written: str) -> None:
    assert canonical(QueryDict(given)) == written


@given(st.lists(st.tuples(st.sampled_from([*ONE, *MANY, "page"]), st.text(max_size=300)), max_size=40))
def test_written_form_reads_back_as_the_same_search(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value.encode("utf-8", "ignore").decode())
    written = canonical(query)
    again = parse_canonical(written)
    assert canonical(again) == written
    assert set(again) <= {*ONE, *MANY}


def test_filters_are_told_in_words() -> None:
    assert describe_filters("q=a&soort=case&thema=wonen&van=2010") == [
        ("soort", "Aanpakken"),
        ("thema", "Wonen"),
        ("vanaf", "2010"),
    ]
    assert query_of(QueryDict("q=" + "x" * 5000)) == "x" * 2000
