"""How an index of either engine changes, is made anew and is taken over."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from search.engine.entries import numbers_of
from search.errors import IndexGoneError
from search.stores.search_index import SearchIndex
from search.types import Document
from tests.fakes import WordEmbedder
from tests.search.stores.opened import ALL, GREEN, HIDDEN, PUBLIC, STREET, OnElasticsearch, OnEmbedded, Opened


class Writing(Opened):
    def test_change_is_seen_by_another_reader(self, engine: SearchIndex) -> None:
        reader = SearchIndex(self.open(), WordEmbedder(), engine.vector_store)
        assert set(reader.store.digests()) == {"case:1", "case:2", "profile:3"}

        engine.upsert(Document("case", 4, "Speeltuin", [("", "Een nieuwe speeltuin.")], ["public"]))
        assert reader.search("speeltuin", audience=PUBLIC, filters=ALL).documents[0].key == "case:4"

        engine.upsert(Document("case", 4, "Zwembad", [("", "Een zwembad.")], ["public"]))
        engine.delete("case:1")
        engine.delete("case:77")
        (shown,) = reader.with_texts(reader.search("zwembad", audience=PUBLIC, filters=ALL).documents[:1])
        assert shown.passage
        assert shown.passage.text == "Een zwembad."
        assert set(reader.store.digests()) == {"case:2", "profile:3", "case:4"}

    def test_restriction_that_changes_is_followed(self, engine: SearchIndex) -> None:
        engine.upsert(Document("case", 2, GREEN.title, GREEN.sections, ["role:loket"], GREEN.themes))

        assert not engine.search("bomen", audience=PUBLIC, filters=ALL).documents
        assert engine.search("bomen", audience=frozenset({"role:loket"}), filters=ALL).documents

    def test_rebuild_replaces_everything(self, engine: SearchIndex) -> None:
        assert engine.rebuild([GREEN]) == 1

        assert set(engine.store.digests()) == {"case:2"}
        assert not engine.search("winkelcentrum", audience=PUBLIC, filters=ALL).documents

    def test_index_that_fails_halfway_leaves_the_old_one(self, engine: SearchIndex) -> None:
        def broken() -> Iterator[Document]:
            yield GREEN
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError):
            engine.rebuild(broken())

        assert engine.search("winkelcentrum", audience=PUBLIC, filters=ALL).documents

    def test_empty_index_finds_nothing(self, engine: SearchIndex) -> None:
        engine.rebuild([])

        assert not engine.search("jongeren", audience=PUBLIC, filters=ALL).documents

    def test_change_during_a_rebuild_is_in_the_new_index(self, engine: SearchIndex) -> None:
        """Workers go on with the old index; what they did is done again before the new one takes over."""
        new, changed = replace(STREET, pk=7, title="Zwembad"), replace(GREEN, title="Moestuin")

        def documents() -> Iterator[Document]:
            yield GREEN
            yield STREET
            engine.upsert(new)
            engine.upsert(changed)
            engine.delete("case:1")
            assert engine.search("zwembad", audience=PUBLIC, filters=ALL).documents, "the old one answers"

        engine.rebuild(documents(), replay=lambda: [(new.key, new), (changed.key, changed), ("case:1", None)])

        assert engine.document_keys() == {"case:2", "case:7"}
        ranking = engine.search("moestuin", audience=PUBLIC, filters=ALL)
        assert ranking.documents[0].key == "case:2"
        assert set(ranking.labels["case:2"]) == {
            "kind:case",
            "theme:wonen",
            "audience:public",
        }

    def test_searches_never_fail_while_indexes_are_swapped(self, engine: SearchIndex) -> None:
        stop, outcomes, failures = threading.Event(), [], []

        def search() -> None:
            reader = SearchIndex(self.open(), WordEmbedder(), engine.vector_store)
            while not stop.is_set():
                try:
                    outcomes.append(len(reader.search("jongeren", audience=PUBLIC, filters=ALL).documents))
                except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
                    failures.append(error)

        readers = [threading.Thread(target=search) for _ in range(2)]
        for reader in readers:
            reader.start()
        for _ in range(6):
            engine.rebuild([STREET, GREEN, HIDDEN])
        stop.set()
        for reader in readers:
            reader.join()

        assert not failures
        assert outcomes
        assert min(outcomes) > 0

    def test_rebuild_that_was_killed_leaves_the_old_one_and_is_cleaned_up(self, engine: SearchIndex) -> None:
        self.kill_halfway()

        assert self.parts() == 2, "what was half made is still there"
        assert engine.search("winkelcentrum", audience=PUBLIC, filters=ALL).documents
        engine.rebuild([GREEN])
        assert self.parts() == 1

    def test_same_document_again_writes_nothing(self, engine: SearchIndex) -> None:
        before = self.state()
        engine.upsert(STREET)
        engine.delete("case:99")
        assert self.state() == before
        engine.upsert(replace(STREET, audience=["login"]))
        assert self.state() != before

    def test_numbers_say_what_the_index_holds(self, engine: SearchIndex) -> None:
        for document in (STREET, GREEN, HIDDEN):
            wanted, digests = numbers_of(document, "words")
            assert engine.store.numbers()[document.key] == wanted
            assert engine.store.digests()[document.key] == digests
        assert numbers_of(replace(STREET, audience=["login"]), "words") != numbers_of(STREET, "words")

    def test_index_of_a_new_model_takes_over_when_it_is_complete(self, engine: SearchIndex) -> None:
        """Two models of other dimensions: the old pair answers until the swap, and never again after it."""
        wide = WordEmbedder(identity="wide", size=96)
        new = SearchIndex(self.open("wide"), wide, engine.vector_store)
        assert not new.store.exists()

        def documents() -> Iterator[Document]:
            yield STREET
            assert engine.search("jongeren", audience=PUBLIC, filters=ALL).documents
            assert self.identity() == "words"
            yield GREEN

        new.rebuild(documents())

        assert self.identity() == "wide"
        assert new.search("jongeren", audience=PUBLIC, filters=ALL).documents[0].key == "case:1"
        for action in (
            lambda: engine.search("jongeren", audience=PUBLIC, filters=ALL),
            lambda: engine.upsert(replace(STREET, pk=9)),
            lambda: engine.delete("case:1"),
            engine.document_keys,
        ):
            with pytest.raises(IndexGoneError):
                action()
        assert new.document_keys() == {"case:1", "case:2"}


class TestEmbedded(OnEmbedded, Writing):
    pass


@pytest.mark.elasticsearch
class TestElasticsearch(OnElasticsearch, Writing):
    pass
