"""Analysis, fusion, late interaction, scoring."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.dutch.analysis import grams, split, stem, tokens
from search.engine.fusion import fuse, min_max
from search.engine.late_interaction import late_scores
from search.engine.passages import MAX_CHARACTERS, pieces
from search.engine.query import PART_CHARACTERS, encode_query, split_for_model
from search.engine.text_vectors import PieceWeights, TextVectors, compress
from tests.fakes import WordEmbedder


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


def test_grams_survive_a_typing_error() -> None:
    right, wrong = set(grams("schuldhulpverlening")), set(grams("schuldhulpverleening"))
    assert len(right & wrong) >= 0.7 * len(right)
    assert grams("de het een", most=10) == []
    assert len(grams("jongerenwerk in de wijk", most=5)) == 5


def test_late_interaction_prefers_the_passage_with_the_scarce_word() -> None:
    embedder = WordEmbedder()
    texts = ["schulden in de wijk", "bomen in de wijk", "wijk wijk wijk"]
    passages = [compress(found, [1.0] * len(found.pieces)) for found in embedder.encode_passages(texts)]
    weights = PieceWeights.of(passage.pieces for passage in passages)
    (asked,) = embedder.encode_queries(["schulden wijk"])

    scores = late_scores(asked.pieces, asked.vectors, passages, weights)

    assert scores[0] > scores[1]
    assert late_scores(asked.pieces, asked.vectors, [], weights).shape == (0,)


def test_scarce_pieces_weigh_more_and_unknown_ones_most() -> None:
    weights = PieceWeights.of([np.array([1, 2], np.int32), np.array([1], np.int32), np.array([1], np.int32)])

    common, scarce, unknown = weights.weigh(np.array([1, 2, 99], dtype=np.int32))

    assert common < scarce < unknown


def test_vectors_survive_the_shelf() -> None:
    (found,) = WordEmbedder().encode_passages(["bewoners planten samen bomen"])
    kept = compress(found, [4.0, 1.0, 3.0, 2.0])
    back = TextVectors.from_bytes(kept.to_bytes())

    assert back.kept.tolist() == [0, 2]
    assert back.pieces.tolist() == found.pieces.tolist()
    assert np.abs(back.vectors / 127 - found.vectors[[0, 2]]).max() < 0.005
    assert np.array_equal(back.pooled, found.pooled)


@given(st.text(min_size=1, max_size=6000))
def test_long_problem_goes_through_the_model_in_whole(text: str) -> None:
    found = split_for_model(text)
    assert found
    assert all(len(part) <= PART_CHARACTERS + 1 for part in found)
    assert sum(len("".join(part.split())) for part in found) == len("".join(text.split()))


def test_question_of_many_parts_has_one_vector() -> None:
    question = encode_query("Jongeren hangen op straat. " * 200, WordEmbedder())
    assert question.terms.pooled is not None
    assert abs(float(np.linalg.norm(question.terms.pooled)) - 1) < 1e-5
    assert len(question.pieces) == len(question.vectors) > 500
