"""With the prepared model: questions in English, and reasons by meaning."""

import os
from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings

from search.engine.dutch.synonyms import NO_SYNONYMS
from search.engine.embeddings import OnnxEmbedder
from search.engine.explanation import Means
from search.engine.query import encode_query_once
from search.engine.recognition import packaged_asked
from search.model.delivery import folder_of_model
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore
from search.types import Document, SearchFilters

PUBLIC = frozenset({"public"})
TEXTS = [
    ("Avondronde", "Jongeren hangen elke avond op straat bij het winkelcentrum."),
    ("Groen", "Bewoners planten samen bomen en onderhouden de plantsoenen."),
    ("Schuldhulp", "Gezinnen met schulden krijgen een vaste begeleider."),
    ("Voorleeskoffer", "Peuters nemen boeken mee naar huis en leren nieuwe woorden."),
    ("Renovatie", "De corporatie isoleert de huizen en vervangt de keukens."),
]
DOCUMENTS = [Document("case", pk, title, [("", text)], ["public"]) for pk, (title, text) in enumerate(TEXTS)]

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    prepared = folder_of_model(settings.MODEL_DIR, settings.EMBEDDING_MODEL, settings.EMBEDDING_ADAPTER)
    if prepared is None:
        reason = "no prepared model: make setup"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    embedder = OnnxEmbedder(prepared, threads=2)
    folder = tmp_path_factory.mktemp("real") / "index"
    engine = SearchIndex(TantivyStore(folder, embedder.identity), embedder, FileVectorStore())
    engine.rebuild(DOCUMENTS)
    return engine


def ask(engine: SearchIndex, query: str) -> Any:
    ranking = engine.search(query, audience=PUBLIC, filters=SearchFilters())
    texts = engine.with_texts(ranking.documents)
    shown = [(item.passage, TEXTS[int(item.key.partition(":")[2])][0]) for item in texts if item.passage]
    return ranking, engine.explain(ranking.query, shown)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("youth on the streets", "case:0"),
        ("planting trees with residents", "case:1"),
        ("families in debt", "case:2"),
        ("toddlers learning words", "case:3"),
        ("insulating homes", "case:4"),
    ],
)
def test_question_in_english_finds_the_dutch_text(engine: SearchIndex, query: str, first: str) -> None:
    ranking, _ = ask(engine, query)
    assert ranking.documents[0].key == first


def test_words_of_another_language_are_explained_by_meaning(engine: SearchIndex) -> None:
    _, reasons = ask(engine, "youth on the streets")
    by = {match.asked: (match.means, match.words) for match in reasons[0].matches}
    assert by == {"youth": (Means.MEANING, ("jongeren",)), "streets": (Means.MEANING, ("straat",))}
    assert reasons[0].sentence == TEXTS[0][1]


def test_word_without_an_answer_is_not_explained_away(engine: SearchIndex) -> None:
    ranking, reasons = ask(engine, "jongeren en belastingaangifte")
    (why,) = (why for item, why in zip(ranking.documents, reasons, strict=True) if item.key == "case:0")
    assert "belastingaangifte" in why.missing
    assert [match.means for match in why.matches] == [Means.LETTER]


def test_question_is_about_the_problem_that_it_names_and_a_text_about_none(engine: SearchIndex) -> None:
    embedder = engine.embedder
    assert embedder is not None

    def asked(text: str) -> Mapping[str, float]:
        return encode_query_once(text, embedder, NO_SYNONYMS, packaged_asked()).problems

    assert asked("geen banen in de wijk")["WE07"] > 0.5
    assert max(asked("Platform31").values(), default=0) < 0.5
    assert asked("Er is weinig werk in onze wijk. " * 6) == {}
