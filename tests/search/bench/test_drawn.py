"""Vectors that are drawn: cheap, the same for the same text, and questions still go through the model."""

import numpy as np
import pytest

from search.backend import SearchBackend, backend
from search.evaluation.bench.drawn import DrawnEmbedder, drawn_vectors
from tests.fakes import WordEmbedder

POOL = [f"{word} in de straat en in de buurt van de wijk" for word in ("Wonen", "Werken", "Leren", "Sport")]


@pytest.fixture
def drawn() -> DrawnEmbedder:
    return DrawnEmbedder(WordEmbedder(), POOL)


def test_same_text_gets_the_same_vector_of_length_one(drawn: DrawnEmbedder) -> None:
    texts = [f"Een zin over nummer {number}." for number in range(30)]
    one = np.stack([found.pooled for found in drawn.encode_passages(texts)])
    other = np.stack([found.pooled for found in drawn.encode_passages(texts[::-1])])[::-1]
    assert np.array_equal(one, other)
    assert np.allclose(np.linalg.norm(one, axis=1), 1, atol=1e-5)
    assert len(np.unique(one.round(4), axis=0)) > len(POOL)


def test_longer_text_has_more_pieces(drawn: DrawnEmbedder) -> None:
    lengths = []
    for text in ("", "Wijk", "Wonen in de wijk", "woord " * 5000):
        (found,) = drawn.encode_passages([text])
        assert len(found.pieces) == len(found.vectors)
        lengths.append(len(found.pieces))
    assert lengths[:3] == [1, 2, 8]
    assert lengths[3] == drawn.starts[-1], "no more than there is in the pool"


def test_text_that_says_one_of_the_pool_gets_its_vector(drawn: DrawnEmbedder) -> None:
    own = WordEmbedder().passages(POOL)
    assert np.allclose(drawn.passages(POOL), own, atol=1e-5)
    assert np.allclose(drawn.passages([f"Een verslag. {text}" for text in POOL]), own, atol=1e-5)
    assert drawn.passages([]).shape == (0, 64)


def test_questions_go_through_the_model(drawn: DrawnEmbedder) -> None:
    assert np.array_equal(drawn.queries(["sport"]), WordEmbedder().queries(["sport"]))


def test_backend_is_the_own_one_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    before = backend()
    monkeypatch.setattr(SearchBackend, "embedder", WordEmbedder())
    with drawn_vectors(POOL) as has_model:
        assert has_model
        assert isinstance(backend().embedder, DrawnEmbedder)
    assert backend() is before


def test_without_a_model_search_goes_by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SearchBackend, "embedder", None)
    with drawn_vectors(POOL) as has_model:
        assert not has_model
        assert backend().models().embedder is None
