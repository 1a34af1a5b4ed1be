"""What else typed words may be called."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.dutch.analysis import stem
from search.engine.dutch.packaged_synonyms import WORDS, packaged_entries, packaged_synonyms
from search.engine.dutch.synonyms import (
    JOINED_WEIGHT,
    LONGEST_SIDE,
    WEIGHT,
    Direction,
    SynonymEntry,
    SynonymKind,
    SynonymTable,
    expansions_of,
    joined_neighbours,
    typed_words,
)

SHORT = SynonymKind.ABBREVIATION


def others(table: SynonymTable, text: str) -> set[tuple[str, ...]]:
    return {found.stems for found in table.alternatives(typed_words(text))}


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in text.split())


def test_synonyms_are_one_group_in_every_direction() -> None:
    table = SynonymTable([SynonymEntry("hangjongeren", ("jongeren op straat", "jeugdgroep"))])
    assert others(table, "Hangjongere") == {stems("jongeren straat"), stems("jeugdgroep")}
    assert others(table, "de jongeren op straat") == {stems("hangjongeren"), stems("jeugdgroep")}
    assert others(table, "jeugdgroepen") == {stems("hangjongeren"), stems("jongeren straat")}
    assert others(table, "jongeren in de straat") == set()


def test_one_way_word_does_not_lead_back() -> None:
    table = SynonymTable([SynonymEntry("burenruzie", ("buurtbemiddeling",), direction=Direction.ONE_WAY)])
    assert others(table, "burenruzie") == {stems("buurtbemiddeling")}
    assert others(table, "buurtbemiddeling") == set()


def test_meanings_of_an_abbreviation_do_not_lead_to_each_other() -> None:
    table = SynonymTable([SynonymEntry("vve", ("voorschoolse educatie", "vereniging van eigenaren"), SHORT)])
    assert others(table, "voorschoolse educatie") == {("vve",)}
    assert len(others(table, "VvE")) == 2


def test_abbreviation_that_is_an_everyday_word_needs_its_capitals() -> None:
    table = SynonymTable([SynonymEntry("OM", ("Openbaar Ministerie",), SHORT)])
    assert others(table, "Het OM vervolgt") == {stems("openbaar ministerie")}
    assert others(table, "vragen om hulp") == set()


def test_typed_word_counts_most() -> None:
    table = SynonymTable([SynonymEntry("Wmo", ("Wet maatschappelijke ondersteuning",), SHORT)])
    (found,) = table.alternatives(typed_words("wmo"))
    assert found.weight * len(found.stems) == pytest.approx(WEIGHT)
    assert WEIGHT < JOINED_WEIGHT < 1


def test_what_was_typed_already_is_not_added() -> None:
    table = SynonymTable([SynonymEntry("schooluitval", ("voortijdig schoolverlaten",))])
    assert others(table, "schooluitval en voortijdig schoolverlaten") == set()


@pytest.mark.parametrize("text", ["schuld hulpverlening", "Schuld Hulpverlening!"])
def test_neighbours_are_also_looked_for_as_one_word(text: str) -> None:
    assert stems("schuldhulpverlening") in {found.stems for found in joined_neighbours(typed_words(text))}


def test_linking_letter_is_tried_and_small_words_are_not_joined() -> None:
    assert stems("statushoudershuisvesting") in {
        found.stems for found in joined_neighbours(typed_words("statushouder huisvesting"))
    }
    assert joined_neighbours(typed_words("zorg en werk in de wijk")) == []
    assert joined_neighbours(typed_words("1990 2000 woningen")) == []


@given(st.text(max_size=500))
def test_any_text_can_be_looked_up(text: str) -> None:
    found = expansions_of(typed_words(text), packaged_synonyms())
    assert all(other.stems and 0 < other.weight < 1 for other in found)


@given(
    st.lists(st.text(max_size=40), min_size=1, max_size=5), st.text(max_size=40), st.sampled_from(SynonymKind)
)
def test_any_entry_can_stand_in_the_table(lines: list[str], term: str, kind: SynonymKind) -> None:
    SynonymTable([SynonymEntry(term, tuple(lines), kind)]).alternatives(typed_words(term))


def test_packaged_words_are_fit_to_be_kept() -> None:
    entries = packaged_entries()
    terms = [entry.term.casefold() for entry in entries]
    assert len(entries) >= 120
    assert len(set(terms)) == len(terms)
    for entry in entries:
        assert 0 < len(typed_words(entry.term)) <= LONGEST_SIDE
        assert entry.alternatives
        assert all(0 < len(typed_words(other)) <= LONGEST_SIDE for other in entry.alternatives), entry
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
    found = others(packaged_synonyms(), text)
    assert (stems(wanted) in found) if wanted else found == set()
