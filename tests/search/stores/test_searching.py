"""What both engines find, count and hide: every test runs on the embedded store and on a real Elasticsearch."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine.dutch.synonyms import SynonymEntry, SynonymTable
from search.engine.entries import numbers_of
from search.errors import SearchUnavailableError
from search.stores.elasticsearch import ElasticsearchStore
from search.stores.elasticsearch_document import open_client
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore
from search.types import Document, SearchFilters
from tests.fakes import BrokenEmbedder, SlowEmbedder, WordEmbedder
from tests.search.stores.opened import (
    ALL,
    AREA,
    GREEN,
    HIDDEN,
    NEW,
    OLD,
    PUBLIC,
    STREET,
    WORDS,
    OnElasticsearch,
    OnEmbedded,
    Opened,
)


class Searching(Opened):
    def test_best_document_comes_first_with_its_passage(self, engine: SearchIndex) -> None:
        found = engine.search("jongeren op straat", audience=PUBLIC, filters=ALL).documents

        assert found[0].key == "case:1"
        assert found[0].passage is None, "texts are read for what is shown only"
        (shown,) = engine.with_texts(found[:1])
        assert shown.passage
        assert "winkelcentrum" in shown.passage.text

    def test_what_hardly_fits_is_no_result_under_any_filter(self, engine: SearchIndex) -> None:
        near = replace(
            STREET, pk=8, title="Jongeren", sections=[("", "Jongeren op straat bij het winkelcentrum.")]
        )
        far = replace(
            GREEN, pk=9, title="Bomen", sections=[("", "Bomen, ook voor jongeren. " + "Nog een boom. " * 40)]
        )
        engine.rebuild([near, far, HIDDEN])

        def keys(filters: SearchFilters, *, clear: bool) -> list[str]:
            ranking = engine.search("jongeren op straat", audience=PUBLIC, filters=filters, clear=clear)
            return [item.key for item in ranking.documents]

        wonen = SearchFilters(themes=("wonen",))
        assert keys(ALL, clear=False) == ["case:8", "case:9"]
        assert keys(ALL, clear=True) == ["case:8"]
        assert keys(wonen, clear=False) == ["case:9"]
        assert keys(wonen, clear=True) == []
        ranking = engine.search("jongeren op straat", audience=PUBLIC, filters=wonen, clear=True)
        assert ranking.counts["themes"] == {"veiligheid": 1}

    def test_typing_error_still_finds(self, engine: SearchIndex) -> None:
        found = engine.search("winkelsentrum", audience=PUBLIC, filters=ALL).documents

        assert [item.key for item in found] == ["case:1"]

    def test_nonsense_finds_nothing(self, engine: SearchIndex) -> None:
        assert not engine.search("xqzptlk wrbgh", audience=PUBLIC, filters=ALL).documents

    def test_hidden_document_is_neither_found_nor_counted(self, engine: SearchIndex) -> None:
        ranking = engine.search("jongeren", audience=PUBLIC, filters=ALL)
        for_desk = engine.search("jongeren", audience=PUBLIC | {"role:loket"}, filters=ALL)

        assert "profile:3" not in {item.key for item in ranking.documents}
        assert "profile" not in ranking.counts["kinds"]
        assert "profile:3" in {item.key for item in for_desk.documents}
        assert for_desk.counts["kinds"]["profile"] == 1

    def test_filter_narrows_and_its_own_counts_stay(self, engine: SearchIndex) -> None:
        ranking = engine.search("jongeren buurt", audience=PUBLIC, filters=SearchFilters(themes=("wonen",)))

        assert {item.key for item in ranking.documents} == {"case:2"}
        assert ranking.counts["themes"] == {"wonen": 1, "veiligheid": 1}
        assert ranking.counts["kinds"] == {"case": 1}

    @pytest.mark.parametrize(
        ("filters", "keys"),
        [
            (SearchFilters(evidence=("1",)), {"case:11"}),
            (SearchFilters(evidence=("1", "3a")), {"case:11", "case:12"}),
            (SearchFilters(statuses=("loopt",)), {"case:12"}),
            (SearchFilters(gemeenten=("b",)), {"case:12", "wijk:13"}),
            (SearchFilters(gemeenten=("b",), kinds=("wijk",)), {"wijk:13"}),
            (SearchFilters(wijken=("a-noord", "b-west")), {"case:11", "case:12", "wijk:13"}),
            (SearchFilters(wijken=("a-noord", "b-west"), alike=("b-west",)), {"case:12", "wijk:13"}),
            (SearchFilters(years=("2010", "2011")), {"case:11"}),
            (SearchFilters(years=("2015",)), set()),
            (SearchFilters(gemeenten=("nowhere",)), set()),
        ],
    )
    def test_each_filter_narrows(self, engine: SearchIndex, filters: SearchFilters, keys: set[str]) -> None:
        engine.rebuild([OLD, NEW, AREA])

        ranking = engine.search("jongeren op straat", audience=PUBLIC, filters=filters)

        assert {item.key for item in ranking.documents} == keys

    def test_each_group_counts_as_if_only_the_others_were_chosen(self, engine: SearchIndex) -> None:
        engine.rebuild([OLD, NEW, AREA, HIDDEN])
        filters = SearchFilters(themes=("veiligheid",), gemeenten=("b",), kinds=("case",))

        counts = engine.search("jongeren op straat", audience=PUBLIC, filters=filters).counts

        assert counts["kinds"] == {"case": 1, "wijk": 1}
        assert counts["themes"] == {"veiligheid": 1}
        assert counts["gemeenten"] == {"a": 1, "b": 1}
        assert counts["evidence"] == {"3a": 1}

    def test_label_that_a_document_has_twice_counts_once(self, engine: SearchIndex) -> None:
        engine.rebuild([OLD])

        counts = engine.search("jongeren", audience=PUBLIC, filters=ALL).counts

        assert counts["themes"] == {"wonen": 1}

    @pytest.mark.parametrize("query", ["winkelcentrum", "jongeren", "bomen", "planten bomen straat"])
    def test_option_with_a_count_is_no_dead_end(self, engine: SearchIndex, query: str) -> None:
        engine.rebuild([STREET, GREEN, OLD, NEW, AREA])
        counts = engine.search(query, audience=PUBLIC, filters=ALL).counts

        assert counts["kinds"]
        for name, options in counts.items():
            for value, count in options.items():
                narrowed = engine.search(query, audience=PUBLIC, filters=SearchFilters(**{name: (value,)}))
                assert len(narrowed.documents) == count, (name, value)

    def test_similar_finds_its_like_and_never_itself_or_what_is_hidden(self, engine: SearchIndex) -> None:
        engine.rebuild([STREET, GREEN, HIDDEN, OLD])

        ranking = engine.similar("case:1", audience=PUBLIC, filters=ALL)
        for_desk = engine.similar("case:1", audience=PUBLIC | {"role:loket"}, filters=ALL)

        assert ranking.documents[0].key == "case:11"
        assert not {"case:1", "profile:3"} & {item.key for item in ranking.documents}
        assert "profile" not in ranking.counts["kinds"]
        assert "profile:3" in {item.key for item in for_desk.documents}

    def test_similar_to_what_is_not_there_is_nothing(self, engine: SearchIndex) -> None:
        assert not engine.similar("case:77", audience=PUBLIC, filters=ALL).documents

    def test_similar_goes_by_words_when_there_is_no_model(self) -> None:
        engine = SearchIndex(self.open(), None, FileVectorStore())
        engine.rebuild([STREET, GREEN, OLD])

        assert [item.key for item in engine.similar("case:1", audience=PUBLIC, filters=ALL).documents] == [
            "case:11"
        ]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [("jongeren op de straat", "case:1"), ("winkel centrum", "case:1"), ("bewoner", "case:2")],
    )
    def test_words_that_mean_the_same_find_too(self, engine: SearchIndex, query: str, expected: str) -> None:
        engine.upsert(Document("case", 5, "Lantaarns", [("", "Meer licht in de straat.")], ["public"]))
        table = SynonymTable([SynonymEntry("verlichting", ("licht in de straat",))])
        words_only = SearchIndex(engine.store, None, engine.vector_store, lambda: table)

        assert words_only.search(query, audience=PUBLIC, filters=ALL).documents[0].key == expected
        assert words_only.search("verlichting", audience=PUBLIC, filters=ALL).documents[0].key == "case:5"
        without = SearchIndex(engine.store, None, engine.vector_store).search(
            "verlichting", audience=PUBLIC, filters=ALL
        )
        assert not without.documents

    def test_every_word_of_an_alternative_must_be_there(self, engine: SearchIndex) -> None:
        table = SynonymTable([SynonymEntry("verlichting", ("jongeren met bomen",))])
        words_only = SearchIndex(engine.store, None, engine.vector_store, lambda: table)

        assert not words_only.search("verlichting", audience=PUBLIC, filters=ALL).documents

    def test_words_alone_when_there_is_no_model(self) -> None:
        engine = SearchIndex(self.open(), None, FileVectorStore())
        engine.rebuild([STREET, GREEN])

        assert engine.search("bomen planten", audience=PUBLIC, filters=ALL).documents[0].key == "case:2"

    @pytest.mark.parametrize("query", ["", '"', "AND OR NOT (", "\\", "🙂", "a" * 5000, "het de een", "*:*"])
    def test_odd_queries_find_or_find_nothing(self, engine: SearchIndex, query: str) -> None:
        engine.search(query, audience=PUBLIC, filters=ALL)

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
        derandomize=True,
    )
    @given(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
                st.sampled_from(["public", "login", "role:loket"]),
                st.sampled_from(["wonen", "werken"]),
            ),
            min_size=1,
            max_size=8,
        ),
        st.sampled_from(WORDS),
    )
    def test_counts_never_include_what_the_viewer_may_not_see(
        self, made: list[tuple[list[str], str, str]], word: str
    ) -> None:
        engine = SearchIndex(self.open(), None, FileVectorStore())
        engine.rebuild(
            Document("case", number, " ".join(words), [("", " ".join(words))], [audience], [theme])
            for number, (words, audience, theme) in enumerate(made)
        )

        ranking = engine.search(word, audience=PUBLIC, filters=ALL)

        visible = [
            (words, theme) for words, audience, theme in made if audience == "public" and word in words
        ]
        assert len(ranking.documents) == len(visible)
        assert ranking.counts["themes"] == {
            theme: sum(1 for _, other in visible if other == theme) for _, theme in visible
        }

    def test_broken_model_leaves_words(self, engine: SearchIndex) -> None:
        broken = SearchIndex(self.open(), BrokenEmbedder(), engine.vector_store)

        assert broken.search("bomen planten", audience=PUBLIC, filters=ALL).documents[0].key == "case:2"
        broken.upsert(replace(GREEN, pk=8, title="Zwembad"))
        assert broken.search("zwembad", audience=PUBLIC, filters=ALL).documents[0].key == "case:8"
        # Without a vector it is found by its words, also once the model is back.
        again = engine.search("zwembad", audience=PUBLIC, filters=ALL).documents
        assert "case:8" in {item.key for item in again}
        assert (
            engine.store.numbers()["case:8"] != numbers_of(replace(GREEN, pk=8, title="Zwembad"), "words")[0]
        )

    def test_slow_model_is_not_waited_for(self, engine: SearchIndex) -> None:
        slow = SearchIndex(self.open(), SlowEmbedder(), engine.vector_store, patience=0.01)

        assert slow.search("bomen planten", audience=PUBLIC, filters=ALL).documents[0].key == "case:2"


class TestEmbedded(OnEmbedded, Searching):
    def test_missing_or_foreign_index_is_unavailable(self, engine: SearchIndex, tmp_path: Path) -> None:
        for store in (TantivyStore(tmp_path / "nothing", "words"), TantivyStore(self.place, "other")):
            with pytest.raises(SearchUnavailableError):
                SearchIndex(store, WordEmbedder(), FileVectorStore()).search(
                    "x", audience=PUBLIC, filters=ALL
                )


@pytest.mark.elasticsearch
class TestElasticsearch(OnElasticsearch, Searching):
    def test_missing_or_foreign_index_is_unavailable(self, engine: SearchIndex) -> None:
        for store in (
            ElasticsearchStore(self.client, "test-nothing", "words"),
            ElasticsearchStore(self.client, self.name, "other"),
        ):
            with pytest.raises(SearchUnavailableError):
                SearchIndex(store, WordEmbedder(), FileVectorStore()).search(
                    "x", audience=PUBLIC, filters=ALL
                )

    def test_cluster_that_is_gone_is_unavailable_at_once(self) -> None:
        store = ElasticsearchStore(open_client("http://127.0.0.1:9"), "test-gone", "words")
        for _ in range(2):
            with pytest.raises(SearchUnavailableError):
                SearchIndex(store, WordEmbedder(), FileVectorStore()).search(
                    "x", audience=PUBLIC, filters=ALL
                )

    def test_node_that_is_gone_goes_unnoticed(self, engine: SearchIndex, elasticsearch: str) -> None:
        store = ElasticsearchStore(open_client(f"http://127.0.0.1:9,{elasticsearch}"), self.name, "words")
        reader = SearchIndex(store, WordEmbedder(), engine.vector_store)

        for _ in range(4):
            assert reader.search("jongeren", audience=PUBLIC, filters=ALL).documents
