import pytest

from search.engine.dutch.asked_parts import BEFORE, LAST, TOGETHER, parts_asked, whole_stems
from search.engine.dutch.synonyms import Expansion, SynonymEntry, SynonymTable
from search.engine.query import QUESTION_WORDS, encode_query


def test_parts_of_a_compound_count_less_than_the_word_as_typed() -> None:
    assert parts_asked(["kindermishandeling"]) == [
        Expansion(("kind",), BEFORE),
        Expansion(("mishandel",), LAST),
        Expansion(("kind", "mishandel"), TOGETHER),
    ]
    assert whole_stems(["kindermishandeling", "in", "de", "wijk"]) == ["kindermishandel", "wijk"]


def test_part_that_ends_one_compound_and_begins_another_counts_as_the_end() -> None:
    weights = {part.stems: part.weight for part in parts_asked(["schooltuin", "tuinproject"])}
    assert weights[("tuin",)] == LAST


def test_word_that_falls_in_no_parts_asks_for_nothing_else() -> None:
    assert parts_asked(["eenzaamheid", "en", "de"]) == []


def test_part_that_was_typed_itself_is_asked_once() -> None:
    terms = encode_query("mishandeling kindermishandeling", None).terms
    assert "mishandel" in terms.stems
    assert ("mishandel",) not in {part.stems for part in terms.expansions}


def test_synonym_that_is_the_parts_of_a_compound_is_asked_once() -> None:
    table = SynonymTable([SynonymEntry("kindermishandeling", ("kinderen mishandeling",))])
    terms = encode_query("kindermishandeling", None, table).terms
    assert [part.weight for part in terms.expansions if set(part.stems) == {"kind", "mishandel"}] == [
        TOGETHER
    ]


@pytest.mark.parametrize(("words", "apart"), [(QUESTION_WORDS, True), (QUESTION_WORDS + 1, False)])
def test_only_a_question_asks_less_for_a_part(words: int, apart: bool) -> None:
    terms = encode_query(" ".join(["kindermishandeling", *(["raadhuis"] * (words - 1))]), None).terms
    assert ("kind" not in terms.stems) is apart
