"""Fit what each feature of a problem beside evidence weighs, and the curve that makes a chance of the sum."""

import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from search.engine.embeddings import TokenEmbedder
from search.engine.pairs.features import BY_WORDS, FEATURES, PieceTable, compare
from search.engine.pairs.readings import (
    PieceReading,
    ProblemReading,
    read_piece,
    read_problem,
    read_words,
)
from search.engine.pairs.scoring import pool
from search.engine.recognition import Recogniser
from search.engine.text_vectors import PieceWeights, TextVectors, compress
from search.training.material import read_rows
from search.types import Evidence

# The open set, and the example content of the site.
OPEN, SITE = "advies", "site"
SIDES = ("people", "cases")
UNJUDGED = -1.0
DEPTH = 5
# From this grade on a desk officer would sign it.
SIGNED = 1
FOLDS, SEEDS = 5, (0, 1, 2)
# Pulls the weights to each other; chosen by cross-validation.
STRENGTH = 0.01


@dataclass(frozen=True)
class JudgedSide:
    """One kind of candidate beside all problems: `tables` (problems, pieces, features), `owners` (pieces,), `grades`
    (problems, candidates), UNJUDGED where nobody looked."""

    name: str
    candidates: Sequence[str]
    pieces: Sequence[PieceReading]
    owners: NDArray[np.int64]
    tables: NDArray[np.float32]
    grades: NDArray[np.float32]


@dataclass(frozen=True)
class JudgedAdvice:
    problems: Mapping[str, ProblemReading]
    sides: Sequence[JudgedSide]

    @property
    def judged(self) -> list[int]:
        """Problems for which something was found good."""
        rows = [side.grades.max(axis=1) > 0 for side in self.sides]
        return np.flatnonzero(np.logical_or.reduce(rows)).tolist()


# Sets of judgements, each with the problems of it that count.
Chosen = Sequence[tuple[JudgedAdvice, Sequence[int]]]


def read_advice(
    embedder: TokenEmbedder,
    recogniser: Recogniser,
    folder: str = OPEN,
    *,
    unjudged: float = 0.0,
    unseen: Mapping[str, Recogniser] | None = None,
) -> JudgedAdvice:
    """The packaged judgements in `folder`, as the site would see both sides; `unjudged` is the grade of what has none.
    `unseen` are recognisers that did not learn from the problem with that name: what is recognised in a text that was
    learned from is surer than it will be in use."""
    problems = {
        row["id"]: read_problem(row["text"], (unseen or {}).get(row["id"], recogniser), embedder)
        for row in read_rows(f"{folder}/problems.jsonl")
    }
    sides = [_side(folder, name, problems, embedder, recogniser, unjudged) for name in SIDES]
    return JudgedAdvice(problems, sides)


def _side(
    folder: str,
    name: str,
    problems: Mapping[str, ProblemReading],
    embedder: TokenEmbedder,
    recogniser: Recogniser,
    unjudged: float,
) -> JudgedSide:
    rows = [
        (row, evidence)
        for row in read_rows(f"{folder}/{name}.jsonl")
        for evidence in row.get("evidence", [row])
    ]
    texts = [(str(evidence.get("title") or ""), evidence["text"]) for _, evidence in rows]
    kept = encode([Evidence(*text).whole for text in texts], embedder)
    words = read_words(texts, [each.pooled for each in kept], recogniser)
    pieces = [
        read_piece(
            *text, vectors, each,
            heading=evidence.get("heading"),
            tied=tuple(recogniser.places[code] for code in row.get("tied", ())),
        )
        for text, vectors, each, (row, evidence) in zip(texts, kept, words, rows, strict=True)
    ]  # fmt: skip
    table = PieceTable.of(pieces, PieceWeights.of(vectors.pieces for vectors in kept))
    candidates = sorted({row["id"] for row, _ in rows})
    owners = np.array([candidates.index(row["id"]) for row, _ in rows])
    tables = np.stack([compare(problem, table) for problem in problems.values()])
    grades = np.full((len(problems), len(candidates)), unjudged, dtype=np.float32)
    order = list(problems)
    for row in read_rows(f"{folder}/qrels_{name}.jsonl"):
        grades[order.index(row["pid"]), candidates.index(row["doc"])] = row["grade"]
    return JudgedSide(name, candidates, pieces, owners, tables, grades)


def encode(texts: Sequence[str], embedder: TokenEmbedder) -> list[TextVectors]:
    """As the index keeps them."""
    return [
        compress(encoded, embedder.scarcity(encoded.pieces.tolist()))
        for encoded in embedder.encode_passages(texts)
    ]


@dataclass(frozen=True)
class Standard:
    means: NDArray[np.float32]
    spreads: NDArray[np.float32]


def standard_of(sets: Sequence[JudgedAdvice]) -> Standard:
    """The mean of the sides: none has more to say because it has more pieces. Of what no set knows, 0 and 1."""
    tables = [side.tables for advice in sets for side in advice.sides]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a side without a feature has no mean of it
        means = np.nanmean([np.nanmean(table, axis=(0, 1)) for table in tables], axis=0)
        spreads = np.nanmean([np.nanstd(table, axis=(0, 1)) for table in tables], axis=0)
    return Standard(np.nan_to_num(means), np.nan_to_num(spreads, nan=1.0))


def standardise_side(side: JudgedSide, standard: Standard) -> NDArray[np.float32]:
    """As `tables`; what is not known counts as the mean."""
    return np.nan_to_num((side.tables - standard.means) / standard.spreads)


def pool_sides(side: JudgedSide, standard: Standard, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """(problems, candidates)."""
    sums = standardise_side(side, standard) @ weights
    return np.stack([pool(row, side.owners.tolist(), len(side.candidates)) for row in sums])


def ndcg_of_scores(scores: NDArray[np.float32], grades: NDArray[np.float32], depth: int = DEPTH) -> float:
    """Over the candidates that were judged."""
    seen = grades > UNJUDGED
    scores, gains = scores[seen], 2 ** grades[seen] - 1
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    order = np.argsort(-scores, kind="stable")[:depth]
    best = np.sort(gains)[::-1][:depth]
    return float((gains[order] * discounts[: len(order)]).sum() / (best * discounts[: len(best)]).sum())


def fit_weights(chosen: Chosen, standard: Standard) -> NDArray[np.float32]:
    """Weights (features,) of mean 1, none below 0, by a logistic loss over pairs of candidates with another grade; every
    set counts as much."""
    from scipy.optimize import minimize  # inline: training only

    parts = [_preferences(advice, standard, rows) for advice, rows in chosen]
    differences = np.concatenate([part for part, _ in parts])
    shares = np.concatenate([each / each.sum() / len(parts) for _, each in parts])
    count = differences.shape[1]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = differences @ weights
        apart = weights - weights.mean()
        value = float(shares @ np.logaddexp(0, -sums)) + STRENGTH * float(apart @ apart)
        return value, -(differences.T @ (shares / (1 + np.exp(sums)))) + 2 * STRENGTH * apart

    fitted = minimize(loss, np.full(count, 0.3), jac=True, bounds=[(0, None)] * count, method="L-BFGS-B").x
    return np.asarray(fitted / fitted.mean(), dtype=np.float32)


def _preferences(
    advice: JudgedAdvice, standard: Standard, rows: Sequence[int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Per judged candidate its features less those of every candidate with a lower grade, and what each counts."""
    differences, shares = [], []
    for side in advice.sides:
        tables = standardise_side(side, standard)
        for row in rows:
            columns = [pool(column, side.owners.tolist(), len(side.candidates)) for column in tables[row].T]
            features, grades = np.stack(columns, axis=1), side.grades[row]
            for candidate in np.flatnonzero(grades > 0):
                lower = np.flatnonzero((grades < grades[candidate]) & (grades > UNJUDGED))
                if len(lower):
                    share = (2 ** grades[candidate] - 1) / len(lower)
                    differences.append(features[candidate] - features[lower])
                    shares.append(np.full(len(lower), share, dtype=np.float32))
    return np.concatenate(differences), np.concatenate(shares)


def cross_validate_weights(
    sets: Mapping[str, JudgedAdvice], standard: Standard
) -> dict[str, dict[str, float]]:
    """nDCG@5 per set and side: with weights fitted without the problem at hand, and with equal weights."""
    equal = np.ones(len(FEATURES), dtype=np.float32)
    values: dict[str, dict[str, list[float]]] = {"fitted": defaultdict(list), "equal": defaultdict(list)}
    for seed in SEEDS:
        orders = [np.random.default_rng(seed).permutation(advice.judged) for advice in sets.values()]
        for fold in range(FOLDS):
            parts = [(order[fold::FOLDS].tolist(), set(order.tolist())) for order in orders]
            rest = [
                (advice, sorted(every - set(out)))
                for advice, (out, every) in zip(sets.values(), parts, strict=True)
            ]
            for kind, weights in (("fitted", fit_weights(rest, standard)), ("equal", equal)):
                for (name, advice), (out, _) in zip(sets.items(), parts, strict=True):
                    for side in advice.sides:
                        values[kind][f"{name} {side.name}"] += _measured(side, standard, weights, out)
    return {
        kind: {name: round(float(np.mean(each)), 3) for name, each in by_side.items()}
        for kind, by_side in values.items()
    }


def _measured(
    side: JudgedSide, standard: Standard, weights: NDArray[np.float32], rows: Sequence[int]
) -> list[float]:
    scores = pool_sides(side, standard, weights)
    return [ndcg_of_scores(scores[row], side.grades[row]) for row in rows if side.grades[row].max() > 0]


def pair_model(
    judged_by_desk: JudgedAdvice, standard: Standard, weights: NDArray[np.float32]
) -> dict[str, Any]:
    """As packaged: see engine.pairs.scoring.PairModel."""
    words = np.array([name in BY_WORDS for name in FEATURES]) * weights
    return {
        "means": _by_feature(standard.means), "spreads": _by_feature(standard.spreads), "weights": _by_feature(weights),
        "curve": _curve(judged_by_desk, standard, weights), "curve_by_words": _curve(judged_by_desk, standard, words),
    }  # fmt: skip


def _by_feature(values: NDArray[np.float32]) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(FEATURES, values, strict=True)}


def _curve(advice: JudgedAdvice, standard: Standard, weights: NDArray[np.float32]) -> dict[str, float]:
    sums = np.concatenate([pool_sides(side, standard, weights).ravel() for side in advice.sides])
    grades = np.concatenate([side.grades.ravel() for side in advice.sides])
    seen = grades > UNJUDGED
    fitted = LogisticRegression(C=1e6).fit(sums[seen, None], grades[seen] >= SIGNED)
    return {"slope": round(float(fitted.coef_[0, 0]), 5), "offset": round(float(fitted.intercept_[0]), 5)}
