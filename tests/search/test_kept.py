from collections.abc import Sequence

import numpy as np
import pytest

from search.engine.embedding_cache import EmbeddingCache
from search.engine.embeddings import Vectors
from search.errors import ModelUnavailableError
from tests.fakes import WordEmbedder


class Counting(WordEmbedder):
    """Notes what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return super().queries(texts)


def test_vectors_are_those_of_the_model_in_the_order_asked() -> None:
    kept = EmbeddingCache(WordEmbedder())
    kept.queries(["schulden"])
    texts = ["jongeren", "schulden", "jongeren"]
    assert np.array_equal(kept.queries(texts), WordEmbedder().queries(texts))
    assert np.array_equal(kept.passages(texts), WordEmbedder().passages(texts))


def test_text_that_was_asked_before_is_not_embedded_again() -> None:
    model = Counting()
    kept = EmbeddingCache(model)
    kept.queries(["schulden", "jongeren"])
    kept.queries(["jongeren", "overlast", "schulden"])
    assert model.asked == [["schulden", "jongeren"], ["overlast"]]


def test_both_sides_of_a_text_are_kept_apart() -> None:
    model = Counting()
    kept = EmbeddingCache(model)
    kept.passages(["schulden"])
    kept.queries(["schulden"])
    assert model.asked == [["schulden"]]


def test_texts_asked_longest_ago_make_room_first() -> None:
    model = Counting()
    kept = EmbeddingCache(model, most=2)
    for text in ("een", "twee", "een", "drie", "een", "twee"):
        kept.queries([text])
    assert model.asked == [["een"], ["twee"], ["drie"], ["twee"]]


def test_more_texts_at_once_than_are_kept_are_all_answered() -> None:
    kept = EmbeddingCache(WordEmbedder(), most=2)
    assert len(kept.queries(["een", "twee", "drie"])) == 3
    assert len(kept.kept) == 2


def test_no_text_has_no_vectors() -> None:
    assert len(EmbeddingCache(WordEmbedder()).queries([])) == 0


def test_model_that_fails_is_told_and_leaves_nothing_behind() -> None:
    class Failing(WordEmbedder):
        def queries(self, texts: Sequence[str]) -> Vectors:
            raise ModelUnavailableError("gone")

    kept = EmbeddingCache(Failing())
    with pytest.raises(ModelUnavailableError):
        kept.queries(["een"])
    assert not kept.kept
