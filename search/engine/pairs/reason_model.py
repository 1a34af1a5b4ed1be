"""How likely a pair of sentences is a reason that a reader accepts: two models fitted on judged pairs. No Django.

A logistic regression finds the few pairs per candidate that could be one, boosted trees say how sure they are: what
makes a pair hold depends on what else is true of it (docs/matching.md).
"""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.embeddings import Vectors
from search.engine.pairs.forest import Forest
from search.engine.recognition import chances_of

MODEL = Path(__file__).parent / "data" / "reason_model.npz"
# meaning: cosine; words: shared weight, either way; shared: chance that both state the same problem; profile: correlation
# of what both say of all; states: how surely each states a problem; piece: how well the whole piece fits the whole
# problem; shared_by_piece: as shared, with the piece; lengths: log of the number of stems; tied: chance that the statement
# states a problem that editors tied the piece to; sums_up: whether the piece sums up the whole.
FEATURES = (
    "meaning", "words_forth", "words_back", "shared", "profile", "asked_states", "given_states", "piece",
    "shared_by_piece", "asked_length", "given_length", "tied", "sums_up",
)  # fmt: skip


@dataclass(frozen=True)
class PairOfSentences:
    """Every statement beside every sentence: (statements, sentences, features), and the vectors of both sides."""

    table: NDArray[np.float32]
    asked: Vectors
    given: Vectors


@dataclass(frozen=True, eq=False)
class Side:
    """The directions (dimension, parts) in which the sentences of one side differ most from `centre`."""

    centre: Vectors
    parts: Vectors

    def of(self, vectors: Vectors) -> NDArray[np.float32]:
        """(sentences, parts)."""
        return np.asarray((vectors - self.centre) @ self.parts, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class ReasonModel:
    """Of both, over the features and the parts of both vectors: `weights` of the logistic regression are for what was
    standardised by `means` and `spreads`, the trees take it as it is. `least` is the chance from which a pair is shown;
    `identity` of the language model it was fitted with."""

    identity: str
    means: NDArray[np.float32]
    spreads: NDArray[np.float32]
    weights: NDArray[np.float32]
    asked_weights: NDArray[np.float32]
    given_weights: NDArray[np.float32]
    intercept: float
    asked: Side
    given: Side
    forest: Forest
    least: float

    def likeness(self, pairs: PairOfSentences) -> NDArray[np.float32]:
        """By the logistic regression: log-odds (statements, sentences)."""
        standard = np.nan_to_num((pairs.table - self.means) / self.spreads)
        scores = standard @ self.weights + np.float32(self.intercept)
        scores += (self.asked.of(pairs.asked) @ self.asked_weights)[:, None]
        scores += (self.given.of(pairs.given) @ self.given_weights)[None, :]
        return np.asarray(scores, dtype=np.float32)

    def chances(
        self, pairs: PairOfSentences, rows: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """By the trees, of the pairs of statement `rows[i]` with sentence `columns[i]`."""
        table = np.hstack([
            pairs.table[rows, columns], self.asked.of(pairs.asked[rows]), self.given.of(pairs.given[columns])
        ])  # fmt: skip
        return chances_of(self.forest.sums(table))

    def save(self, path: Path) -> None:
        np.savez_compressed(path, **_flat(self))


PARTS: dict[str, type[Side] | type[Forest]] = {"asked": Side, "given": Side, "forest": Forest}


def _flat(model: ReasonModel) -> dict[str, Any]:
    arrays: dict[str, Any] = {}
    for field in fields(model):
        value = getattr(model, field.name)
        if field.name in PARTS:
            arrays |= {f"{field.name}.{part.name}": getattr(value, part.name) for part in fields(value)}
        else:
            arrays[field.name] = value
    return arrays


def read_reason_model(path: Path) -> ReasonModel:
    with np.load(path) as file:
        kept: dict[str, Any] = {name: _plain(file[name]) for name in file.files}
    parts: dict[str, Any] = {
        name: kind(**{part.name: kept.pop(f"{name}.{part.name}") for part in fields(kind)})
        for name, kind in PARTS.items()
    }
    return ReasonModel(**kept, **parts)


def _plain(array: NDArray[Any]) -> Any:
    """A number or a text that was saved as an array, as itself."""
    return array.item() if array.ndim == 0 else array


@cache
def packaged_reason_model() -> ReasonModel:
    return read_reason_model(MODEL)
