"""The small tokenizer gives the ids of the large one, on the packaged model and real text."""

from pathlib import Path

import pytest

from search.model.pieces import SLOW, FromSentencePiece, FromTokenizers, write_sentencepiece
from search.model.tokenizer import build_tokenizer
from search.model.weights import read_weights, weights_path

EXAMPLES = Path(__file__).resolve().parents[3] / "knowledge" / "data" / "examples"
ODD = [
    "½ ﬁets\tÅ e\u0301",
    "dubbel  spatie  ",
    "a\nb",
    "日本 語",
    "zacht\u00adstreepje \x07",
    "",
    "WIJKAANPAK!!",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    weights = weights_path()
    assert weights is not None, "the package with the weights is among the locked requirements"
    build_tokenizer(read_weights(weights)).save(str(folder / SLOW))
    assert write_sentencepiece(folder)
    return folder


def test_same_ids_as_the_original(folder: Path) -> None:
    texts = [
        line for file in EXAMPLES.glob("*.yaml") for line in file.read_text(encoding="utf-8").splitlines()
    ]
    texts = ["query: " + text.strip() for text in [*texts, *ODD]]

    assert FromSentencePiece(folder).encode(texts, 512) == FromTokenizers(folder).encode(texts, 512)


def test_marks_in_typed_text_stay_text(folder: Path) -> None:
    (ids,) = FromSentencePiece(folder).encode(["<s> hallo </s>"], 512)

    assert (ids[0], ids[-1]) == (0, 2)
    assert 0 not in ids[1:-1]
    assert 2 not in ids[1:-1]


def test_long_text_is_cut_with_its_end_mark(folder: Path) -> None:
    (ids,) = FromSentencePiece(folder).encode(["wijk " * 1000], 20)

    assert len(ids) == 20
    assert ids[-1] == 2


def test_other_kinds_of_tokenizer_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / SLOW).write_text('{"added_tokens": [], "model": {"type": "WordPiece"}}', encoding="utf-8")

    assert not write_sentencepiece(tmp_path)
