"""What else typed words may be called."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import stem
from search.words.packaged import WORDS, packaged_entries, packaged_table
from search.words.table import (
    JOINED_WEIGHT,
    LONGEST_SIDE,
    WEIGHT,
    Direction,
    Entry,
    EntryKind,
    WordTable,
    also,
    joined,
    typed,
)

SHORT = EntryKind.ABBREVIATION


def others(table: WordTable, text: str) -> set[tuple[str, ...]]:
    return {found.stems for found in table.alternatives(typed(text))}


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in text.split())


def test_synonyms_are_one_group_in_every_direction() -> None:
    table = WordTable([Entry("hangjongeren", ("jongeren op straat", "jeugdgroep"))])
    assert others(table, "Hangjongere") == {stems("jongeren straat"), stems("jeugdgroep")}
    assert others(table, "de jongeren op straat") == {stems("hangjongeren"), stems("jeugdgroep")}
    assert others(table, "jeugdgroepen") == {stems("hangjongeren"), stems("jongeren straat")}
    assert others(table, "jongeren in de straat") == set()


def test_one_way_word_does_not_lead_back() -> None:
    table = WordTable([Entry("burenruzie", ("buurtbemiddeling",), direction=Direction.ONE_WAY)])
    assert others(table, "burenruzie") == {stems("buurtbemiddeling")}
    assert others(table, "buurtbemiddeling") == set()


def test_meanings_of_an_abbreviation_do_not_lead_to_each_other() -> None:
    table = WordTable([Entry("vve", ("voorschoolse educatie", "vereniging van eigenaren"), SHORT)])
    assert others(table, "voorschoolse educatie") == {("vve",)}
    assert len(others(table, "VvE")) == 2


def test_abbreviation_that_is_an_everyday_word_needs_its_capitals() -> None:
    table = WordTable([Entry("OM", ("Openbaar Ministerie",), SHORT)])
    assert others(table, "Het OM vervolgt") == {stems("openbaar ministerie")}
    assert others(table, "vragen om hulp") == set()


def test_typed_word_counts_most() -> None:
    table = WordTable([Entry("Wmo", ("Wet maatschappelijke ondersteuning",), SHORT)])
    (found,) = table.alternatives(typed("wmo"))
    assert found.weight * len(found.stems) == pytest.approx(WEIGHT)
    assert WEIGHT < JOINED_WEIGHT < 1


def test_what_was_typed_already_is_not_added() -> None:
    table = WordTable([Entry("schooluitval", ("voortijdig schoolverlaten",))])
    assert others(table, "schooluitval en voortijdig schoolverlaten") == set()


@pytest.mark.parametrize("text", ["schuld hulpverlening", "Schuld Hulpverlening!"])
def test_neighbours_are_also_looked_for_as_one_word(text: str) -> None:
    assert stems("schuldhulpverlening") in {found.stems for found in joined(typed(text))}


def test_linking_letter_is_tried_and_small_words_are_not_joined() -> None:
    assert stems("statushoudershuisvesting") in {
        found.stems for found in joined(typed("statushouder huisvesting"))
    }
    assert joined(typed("zorg en werk in de wijk")) == []
    assert joined(typed("1990 2000 woningen")) == []


@given(st.text(max_size=500))
def test_any_text_can_be_looked_up(text: str) -> None:
    found = also(typed(text), packaged_table())
    assert all(other.stems and 0 < other.weight < 1 for other in found)


@given(
    st.lists(st.text(max_size=40), min_size=1, max_size=5), st.text(max_size=40), st.sampled_from(EntryKind)
)
def test_any_entry_can_stand_in_the_table(lines: list[str], term: str, kind: EntryKind) -> None:
    WordTable([Entry(term, tuple(lines), kind)]).alternatives(typed(term))


def test_packaged_words_are_fit_to_be_kept() -> None:
    entries = packaged_entries()
    terms = [entry.term.casefold() for entry in entries]
    assert len(entries) >= 120
    assert len(set(terms)) == len(terms)
    for entry in entries:
        assert 0 < len(typed(entry.term)) <= LONGEST_SIDE
        assert entry.alternatives
        assert all(0 < len(typed(other)) <= LONGEST_SIDE for other in entry.alternatives), entry
    with WORDS.open(encoding="utf-8", newline="") as lines:
        assert all(
            None not in row and None not in row.values() for row in csv.DictReader(lines, delimiter=";")
        )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Wmo", "wet maatschappelijke ondersteuning"),
        ("GGD", "gemeentelijke gezondheidsdienst"),
        ("boa", "buitengewoon opsporingsambtenaar"),
        ("UWV", "uitvoeringsinstituut werknemersverzekeringen"),
        ("schooluitval", "voortijdig schoolverlaten"),
        ("corporatie", "woningbouwvereniging"),
        ("sloop-nieuwbouw", "herstructurering"),
        ("statushouders", "vluchtelingen verblijfsvergunning"),
        ("openbaar ministerie", ""),
    ],
)
def test_packaged_table_knows_the_words_of_policy(text: str, wanted: str) -> None:
    found = others(packaged_table(), text)
    assert (stems(wanted) in found) if wanted else found == set()
