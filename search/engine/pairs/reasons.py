"""Which sentence of the evidence answers which sentence of the problem, when one does. No Django.

Verbatim is not yet supporting: reason_model.py says how sure a pair is. Only sentences that state a problem are looked
at. Without a language model there are no sentence pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engine.pairs.readings import ProblemReading
from search.engine.pairs.reason_model import PairOfSentences, ReasonModel
from search.engine.pairs.sentences import SentenceBank, overlap_of, stem_set
from search.engine.pairs.terms import TermScarcity
from search.engine.recognition import STATES, chances_of

# Pairs per candidate that are likely enough to be judged closely.
FINALISTS = 8
# From this on a sentence states a problem: a chance of one half.
STATED_LOGIT = 0.0


@dataclass(frozen=True)
class Reason:
    problem_sentence: str
    evidence_sentence: str
    chance: float


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
        _tied(asked_chances, bank),
        np.broadcast_to(bank.sums_up, shape),
    ]
    return PairOfSentences(np.stack(layers, axis=-1).astype(np.float32), problem.vectors, bank.vectors)


def _tied(asked: NDArray[np.float32], bank: SentenceBank) -> NDArray[np.float32]:
    """(statements, sentences), NaN where nobody tied the piece to a problem."""
    best = np.full((len(asked), len(bank.texts)), np.nan, dtype=np.float32)
    for column in np.flatnonzero(bank.tied.any(axis=1)):
        best[:, column] = asked[:, bank.tied[column]].max(axis=1)
    return best


def best_reasons(
    problem: ProblemReading,
    bank: SentenceBank,
    pairs: PairOfSentences,
    model: ReasonModel,
    whose: NDArray[np.int64],
    candidates: int,
    shared: Sequence[int | None] | None = None,
) -> list[Reason | None]:
    """Per candidate the surest pair that is sure enough; `whose` (sentences of the bank,) says whose each is. Of a candidate
    that shares a problem with the text, by its place in `shared`, only sentences that state it are looked at."""
    reasons: list[Reason | None] = [None] * candidates
    states = chances_of(-problem.logits[:, -1]) >= STATES
    if not states.any() or not len(bank.texts):
        return reasons
    allowed = states[:, None] & _stating(problem, shared, whose)
    rows, columns = _finalists(np.where(allowed, model.likeness(pairs), -np.inf), whose)
    chances = model.chances(pairs, rows, columns)
    for place in np.argsort(-chances, kind="stable").tolist():
        if chances[place] < model.least:
            break
        row, column = rows[place], columns[place]
        if reasons[whose[column]] is None:
            reasons[whose[column]] = Reason(
                problem.statements[row], bank.texts[column], float(chances[place])
            )
    return reasons


def _finalists(
    likeness: NDArray[np.float32], whose: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each owner the pairs that look most like a reason, as statements and sentences; none of those at minus
    infinity."""
    chosen = []
    for owner in np.unique(whose):
        columns = np.flatnonzero(whose == owner)
        order = np.argsort(-likeness[:, columns], axis=None, kind="stable")[:FINALISTS]
        rows, places = np.unravel_index(order, (len(likeness), len(columns)))
        chosen.append(np.stack([rows, columns[places]]))
    rows, columns = np.concatenate(chosen, axis=1)
    possible = np.isfinite(likeness[rows, columns])
    return rows[possible], columns[possible]


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
