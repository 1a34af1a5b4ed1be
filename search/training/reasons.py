"""Fit which pair of sentences is a reason, from pairs that were judged by reading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from search.engine.embeddings import TokenEmbedder, Vectors
from search.engine.pairs.readings import ProblemReading
from search.engine.pairs.reasons import FEATURES, PairOfSentences, ReasonModel, pair_up
from search.engine.pairs.scoring import PairModel
from search.engine.pairs.sentences import SentenceBank, bank_of
from search.engine.recognition import Recogniser
from search.training.material import read_rows
from search.training.pairs import JudgedAdvice, JudgedSide

# Chosen by cross-validation over problems.
COMPONENTS, STRENGTH = 20, 0.03
FOLDS = 8
# Chance from which a pair is shown, chosen by reading: docs/matching.md.
LEAST = 0.78


@dataclass(frozen=True)
class JudgedPairs:
    """`table` (pairs, features), the vectors of both sentences, `accepted` (pairs,), `groups`: the problem of each."""

    table: NDArray[np.float32]
    asked: Vectors
    given: Vectors
    accepted: NDArray[np.bool_]
    groups: Sequence[str]


def read_pairs(
    advice: JudgedAdvice, model: PairModel, recogniser: Recogniser, embedder: TokenEmbedder
) -> JudgedPairs:
    rows = list(read_rows("reason_pairs.jsonl"))
    found: list[tuple[Any, ...]] = []
    for side in advice.sides:
        bank = bank_of(side.pieces, embedder.passages, recogniser)
        found += _of_side(side, bank, rows, advice, model, recogniser, embedder)
    table, asked, given, accepted, groups = zip(*found, strict=True)
    return JudgedPairs(np.stack(table), np.stack(asked), np.stack(given), np.array(accepted), groups)


def _of_side(
    side: JudgedSide,
    bank: SentenceBank,
    rows: Sequence[dict[str, Any]],
    advice: JudgedAdvice,
    model: PairModel,
    recogniser: Recogniser,
    embedder: TokenEmbedder,
) -> list[tuple[Any, ...]]:
    order = list(advice.problems)
    places = {
        (side.candidates[side.owners[piece]], text): place
        for place, (text, piece) in enumerate(zip(bank.texts, bank.pieces.tolist(), strict=True))
    }
    logits = np.stack([piece.logits for piece in side.pieces])
    found = []
    for name in order:
        mine = [
            row for row in rows if row["pid"] == name and (row["doc"], row["evidence_sentence"]) in places
        ]
        if not mine:
            continue
        problem = _with(
            advice.problems[name], [row["problem_sentence"] for row in mine], recogniser, embedder
        )
        pairs = pair_up(problem, bank, model.sums(side.tables[order.index(name)]), logits)
        for row in mine:
            statement = problem.statements.index(row["problem_sentence"])
            sentence = places[row["doc"], row["evidence_sentence"]]
            found.append(
                (
                    pairs.table[statement, sentence], pairs.asked[statement], pairs.given[sentence],
                    row["verdict"] == 1, name,
                )
            )  # fmt: skip
    return found


def _with(
    problem: ProblemReading, sentences: Sequence[str], recogniser: Recogniser, embedder: TokenEmbedder
) -> ProblemReading:
    """The problem as if exactly the judged sentences were what it says."""
    statements = list(dict.fromkeys(sentences))
    vectors = embedder.queries(statements)
    return ProblemReading(
        problem.query, statements, vectors, recogniser.sentence_logits(statements, vectors), problem.terms
    )


def fit_reasons(pairs: JudgedPairs, identity: str, rows: NDArray[np.bool_] | None = None) -> ReasonModel:
    """From all pairs, or from those of `rows` (pairs,)."""
    chosen = np.ones(len(pairs.accepted), dtype=bool) if rows is None else rows
    table, asked, given = pairs.table[chosen], pairs.asked[chosen], pairs.given[chosen]
    means, spreads = table.mean(axis=0), table.std(axis=0) + 1e-6
    components = [PCA(COMPONENTS, random_state=0).fit(side) for side in (asked, given)]
    parts = [component.transform(side) for component, side in zip(components, (asked, given), strict=True)]
    scales = [part.std(axis=0) for part in parts]
    scaled = [part / scale for part, scale in zip(parts, scales, strict=True)]
    whole = np.hstack([(table - means) / spreads, *scaled])
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(whole, pairs.accepted[chosen])
    weights, (asked_weights, given_weights) = (
        fitted.coef_[0][: len(FEATURES)],
        [
            component.components_.T @ (fitted.coef_[0][start : start + COMPONENTS] / scale)
            for component, scale, start in zip(
                components, scales, (len(FEATURES), len(FEATURES) + COMPONENTS), strict=True
            )
        ],
    )
    return ReasonModel(
        identity, means, spreads, weights.astype(np.float32), float(fitted.intercept_[0]),
        components[0].mean_.astype(np.float32), asked_weights.astype(np.float32),
        components[1].mean_.astype(np.float32), given_weights.astype(np.float32), LEAST,
    )  # fmt: skip


def cross_validated(pairs: JudgedPairs, identity: str) -> dict[str, float]:
    """With each problem judged by a model that did not see it: the area under the curve, and of the pairs above
    the bar how many were accepted."""
    names = sorted(set(pairs.groups))
    fold_of = {name: place % FOLDS for place, name in enumerate(np.random.default_rng(0).permutation(names))}
    folds = np.array([fold_of[name] for name in pairs.groups])
    chances = np.zeros(len(folds))
    for fold in range(FOLDS):
        model = fit_reasons(pairs, identity, folds != fold)
        for row in np.flatnonzero(folds == fold):
            one = PairOfSentences(
                pairs.table[row][None, None], pairs.asked[row][None], pairs.given[row][None]
            )
            chances[row] = model.chances(one)[0, 0]
    shown = chances >= LEAST
    return {
        "pairs": len(folds), "auc": round(float(roc_auc_score(pairs.accepted, chances)), 3),
        "shown": round(float(shown.mean()), 3), "accepted": round(float(pairs.accepted[shown].mean()), 3),
    }  # fmt: skip
