"""Analysis, fusion, the embedded store, scoring."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import split, stem, tokens
from search.chunking import MAX_CHARACTERS, pieces
from search.errors import SearchUnavailableError
from search.fusion import fuse, min_max
from search.scoring import Evidence, PairScorer
from search.stores.embedded import EmbeddedStore
from search.types import Document, SearchFilters
from tests.fakes import WordEmbedder

PUBLIC = frozenset({"public"})
ALL = SearchFilters()


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path / "index", WordEmbedder())
    store.rebuild(
        [
            Document(
                "case",
                1,
                "Jongeren op straat",
                [("", "Hangjongeren bij het winkelcentrum.")],
                ["public"],
                ["veiligheid"],
            ),
            Document(
                "case", 2, "Groen in de buurt", [("", "Bewoners planten bomen.")], ["public"], ["wonen"]
            ),
            Document(
                "profile",
                3,
                "Jongerenwerker",
                [("", "Kent jongeren op straat.")],
                ["role:loket"],
                ["veiligheid"],
            ),
        ]
    )
    return store


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("woningcorporatie", ("woning", "corporatie")),
        ("wijkagenten", ("wijk", "agenten")),
        ("taalachterstand", ("taal", "achterstand")),
        ("gemeenten", ()),
    ],
)
def test_compounds_are_split_and_kept_whole(word: str, parts: tuple[str, ...]) -> None:
    assert split(word) == parts
    assert stem(word) in tokens(word)


def test_different_words_keep_different_stems() -> None:
    assert len({stem("gemeente"), stem("mening"), stem("omgeving")}) == 3
    assert stem("gemeenten") == stem("gemeente")
    assert stem("woningen") == stem("woning")


@given(st.text(max_size=400))
def test_any_text_gives_tokens_and_pieces(text: str) -> None:
    assert all(token for token in tokens(text))
    assert all(len(piece) <= MAX_CHARACTERS for piece in pieces(text))


def test_fusion_gives_equal_weight_and_what_is_unknown_counts_lowest() -> None:
    assert min_max({"a": 2.0, "b": 4.0}) == {"a": 0.0, "b": 1.0}
    assert fuse([{"a": 1.0, "b": 3.0}, {"b": 5.0, "c": 9.0}]) == {"a": 0.0, "b": 0.5, "c": 0.5}
    assert fuse([]) == {}


def test_best_document_comes_first_with_its_passage(store: EmbeddedStore) -> None:
    found = store.search("jongeren op straat", audience=PUBLIC, filters=ALL).found
    assert found[0].key == "case:1"
    assert "winkelcentrum" in found[0].passage.text


def test_hidden_document_is_neither_found_nor_counted(store: EmbeddedStore) -> None:
    ranking = store.search("jongeren", audience=PUBLIC, filters=ALL)
    assert "profile:3" not in {item.key for item in ranking.found}
    assert "profile" not in ranking.counts["kinds"]
    for_desk = store.search("jongeren", audience=PUBLIC | {"role:loket"}, filters=ALL)
    assert "profile:3" in {item.key for item in for_desk.found}


def test_filter_narrows(store: EmbeddedStore) -> None:
    found = store.search("buurt", audience=PUBLIC, filters=SearchFilters(themes=("wonen",))).found
    assert {item.key for item in found} == {"case:2"}


def test_upsert_and_delete_are_seen_by_another_reader(store: EmbeddedStore) -> None:
    reader = EmbeddedStore(store.folder, WordEmbedder())
    assert reader.count() == 3
    store.upsert(Document("case", 4, "Speeltuin", [("", "Een nieuwe speeltuin.")], ["public"]))
    assert "case:4" in {item.key for item in reader.search("speeltuin", audience=PUBLIC, filters=ALL).found}
    store.upsert(Document("case", 4, "Zwembad", [("", "Een zwembad.")], ["public"]))
    store.delete("case:1")
    assert reader.known() == {"case:2", "profile:3", "case:4"}


def test_missing_or_foreign_index_is_unavailable(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(SearchUnavailableError):
        EmbeddedStore(tmp_path / "nothing", None).search("x", audience=PUBLIC, filters=ALL)
    with pytest.raises(SearchUnavailableError):
        EmbeddedStore(store.folder, None).search("x", audience=PUBLIC, filters=ALL)


@pytest.mark.parametrize("query", ["", '"', "AND OR NOT (", "\\", "🙂", "a" * 5000, "het de een"])
def test_odd_queries_find_or_find_nothing(store: EmbeddedStore, query: str) -> None:
    store.search(query, audience=PUBLIC, filters=ALL)


def test_pair_score_names_the_sentences_that_fit() -> None:
    scorer = PairScorer(WordEmbedder())
    problem = "Het regent vaak. Jongeren hangen op straat."
    evidence = [Evidence("Werk", "Zij bakt brood. Hij helpt jongeren van de straat.")]
    score = scorer.score(problem, evidence)
    assert score.problem_sentence == "Jongeren hangen op straat."
    assert "jongeren van de straat" in score.evidence_sentence
    assert score.score > scorer.score(problem, [Evidence("", "Over belasting op wijn.")]).score
    assert scorer.score("", evidence).score == scorer.score(problem, []).score == 0.0
