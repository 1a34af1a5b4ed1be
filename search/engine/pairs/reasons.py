"""Which sentence of the evidence answers which sentence of the problem, when one does. No Django.

A logistic regression on judged pairs (docs/matching.md): verbatim is not yet supporting. Only sentences that state a
problem are looked at. Without a language model there are no sentence pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.embeddings import Vectors
from search.engine.pairs.readings import ProblemReading
from search.engine.pairs.sentences import SentenceBank, overlap_of, stem_set
from search.engine.pairs.terms import TermScarcity
from search.engine.recognition import STATES, chances_of

MODEL = Path(__file__).parent / "data" / "reason_model.npz"
# meaning: cosine; words: shared weight, either way; shared: chance that both state the same problem; profile: correlation
# of what both say of all; states: how surely each states a problem; piece: how well the whole piece fits the whole
# problem; shared_by_piece: as shared, with the piece; lengths: log of the number of stems.
FEATURES = (
    "meaning", "words_forth", "words_back", "shared", "profile", "asked_states", "given_states", "piece",
    "shared_by_piece", "asked_length", "given_length",
)  # fmt: skip

# From this on a sentence states a problem: a chance of one half.
STATED_LOGIT = 0.0


@dataclass(frozen=True)
class Reason:
    problem_sentence: str
    evidence_sentence: str
    chance: float


@dataclass(frozen=True)
class PairOfSentences:
    """Every statement beside every sentence: (statements, sentences, features), and the vectors of both sides."""

    table: NDArray[np.float32]
    asked: Vectors
    given: Vectors


@dataclass(frozen=True, eq=False)
class ReasonModel:
    """Weights over the standardised features and over the first principal components of both vectors. `least` is the
    chance from which a pair is shown; `identity` of the language model it was fitted with."""

    identity: str
    means: NDArray[np.float32]
    spreads: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: float
    asked_centre: Vectors
    asked_weights: Vectors
    given_centre: Vectors
    given_weights: Vectors
    least: float

    def chances(self, pairs: PairOfSentences) -> NDArray[np.float32]:
        """(statements, sentences)."""
        scores = ((pairs.table - self.means) / self.spreads) @ self.weights + np.float32(self.intercept)
        scores += ((pairs.asked - self.asked_centre) @ self.asked_weights)[:, None]
        scores += ((pairs.given - self.given_centre) @ self.given_weights)[None, :]
        return chances_of(scores.astype(np.float32))

    def save(self, path: Path) -> None:
        arrays: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        np.savez_compressed(path, **arrays)


@cache
def packaged_reason_model() -> ReasonModel:
    with np.load(MODEL) as kept:
        parts = {name: kept[name] for name in ReasonModel.__dataclass_fields__}
    for name in ("intercept", "least"):
        parts[name] = float(parts[name])
    return ReasonModel(**(parts | {"identity": str(parts["identity"])}))


def pair_up(
    problem: ProblemReading,
    bank: SentenceBank,
    sums: NDArray[np.float32],
    piece_logits: NDArray[np.float32],
    scarcity: TermScarcity | None = None,
) -> PairOfSentences:
    """`sums` (pieces,) and `piece_logits` (pieces, problems) of the pieces that the bank was made of."""
    if problem.vectors is None:
        raise ValueError("without a language model there are no pairs of sentences")
    codes = piece_logits.shape[1]
    asked_stems = [stem_set(statement) for statement in problem.statements]
    overlap = overlap_of(asked_stems, bank.stems, scarcity)
    asked, given = problem.logits, bank.logits
    asked_chances = chances_of(asked[:, :codes])
    shape = (len(problem.statements), len(bank.texts))
    layers = [
        problem.vectors @ bank.vectors.T,
        overlap.forth,
        overlap.back,
        np.sqrt(asked_chances @ chances_of(given[:, :codes]).T),
        _correlations(asked[:, :codes], given[:, :codes]),
        np.broadcast_to(-asked[:, -1:], shape),
        np.broadcast_to(-given[None, :, -1], shape),
        np.broadcast_to(sums[bank.pieces], shape),
        np.sqrt(asked_chances @ chances_of(piece_logits).T)[:, bank.pieces],
        np.broadcast_to(_lengths(asked_stems)[:, None], shape),
        np.broadcast_to(_lengths(bank.stems), shape),
    ]
    return PairOfSentences(np.stack(layers, axis=-1).astype(np.float32), problem.vectors, bank.vectors)


def best_reasons(
    problem: ProblemReading,
    bank: SentenceBank,
    chances: NDArray[np.float32],
    owners: NDArray[np.int64],
    candidates: int,
    least: float,
    shared: Sequence[int | None] | None = None,
) -> list[Reason | None]:
    """Per candidate the surest pair above `least`; `owners` (pieces,) says whose each piece is. Of a candidate that
    shares a problem with the text, by its place in `shared`, only sentences that state it are looked at."""
    reasons: list[Reason | None] = [None] * candidates
    states = chances_of(-problem.logits[:, -1]) >= STATES
    if not states.any() or not len(bank.texts):
        return reasons
    chances = np.where(states[:, None] & _stating(problem, shared, owners[bank.pieces]), chances, 0)
    rows, best = chances.argmax(axis=0), chances.max(axis=0)
    whose = owners[bank.pieces]
    for place in np.argsort(-best, kind="stable"):
        if best[place] < least:
            break
        if reasons[whose[place]] is None:
            reasons[whose[place]] = Reason(
                problem.statements[rows[place]], bank.texts[place], float(best[place])
            )
    return reasons


def _stating(
    problem: ProblemReading, shared: Sequence[int | None] | None, whose: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """(statements, sentences): whether the statement is about what it shares with the owner of the sentence. The
    surest one always is."""
    allowed = np.ones((len(problem.statements), len(whose)), dtype=bool)
    for candidate, place in enumerate(shared or ()):
        if place is not None:
            column = problem.logits[:, place]
            stating = (column >= STATED_LOGIT) | (column == column.max())
            allowed[:, whose == candidate] = stating[:, None]
    return allowed


def _correlations(asked: NDArray[np.float32], given: NDArray[np.float32]) -> NDArray[np.float32]:
    one, other = (side - side.mean(axis=1, keepdims=True) for side in (asked, given))
    lengths = [np.maximum(np.linalg.norm(side, axis=1), 1e-9) for side in (one, other)]
    return np.asarray((one / lengths[0][:, None]) @ (other / lengths[1][:, None]).T, dtype=np.float32)


def _lengths(stems: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    return np.log1p([len(each) for each in stems]).astype(np.float32)
