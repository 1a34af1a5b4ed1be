"""Which problem is told as what a find and a text share."""

import pytest

from search.engine.pairs.readings import PieceReading, read_piece, read_words
from search.retrieval.find_for_problem import SPEAKS_OF_TIED, _shared
from tests.search.pairs import made

MODELS = made.models(with_meaning=False)
DEBT = MODELS.recogniser.places["DEBT"]


def piece(text: str, *tied: int) -> PieceReading:
    (words,) = read_words([("", text)], [None], MODELS.recogniser)
    return read_piece("", text, None, words, tied=tied)


@pytest.mark.parametrize(
    ("text", "tied", "least", "shared"),
    [
        pytest.param("Hulp bij schulden.", (), SPEAKS_OF_TIED, "DEBT", id="tied to nothing, speaks of it"),
        pytest.param("Een wet.", (), 0.0, "", id="tied to nothing, speaks of nothing"),
        pytest.param("Hulp bij schulden.", (DEBT,), SPEAKS_OF_TIED, "DEBT", id="tied, speaks of it"),
        pytest.param("Een wet.", (DEBT,), SPEAKS_OF_TIED, "", id="tied, speaks of something else"),
        pytest.param("Een wet.", (DEBT,), 0.0, "DEBT", id="tied, and the tie is enough"),
        pytest.param("Hulp bij schulden.", (DEBT + 1,), 0.0, "", id="tied to another problem"),
    ],
)
def test_named_problem_is_shared(text: str, tied: tuple[int, ...], least: float, shared: str) -> None:
    assert _shared(MODELS, [piece(text, *tied)], ["DEBT"], least) == shared
