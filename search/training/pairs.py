"""Fit what each feature of a problem beside evidence weighs, and the curve that makes a chance of the sum."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from search.engine.embeddings import TokenEmbedder
from search.engine.pairs.features import BY_WORDS, FEATURES, compare
from search.engine.pairs.readings import PieceReading, ProblemReading, read_piece, read_problem, read_words
from search.engine.pairs.scoring import pool
from search.engine.recognition import Recogniser
from search.engine.text_vectors import PieceWeights, TextVectors, compress
from search.training.material import read_rows

DEPTH = 5
GOOD = 2
FOLDS, SEEDS = 5, (0, 1, 2)
# Pulls the weights to each other; chosen by cross-validation.
STRENGTH = 0.01


@dataclass(frozen=True)
class JudgedSide:
    """One kind of candidate beside all problems: `tables` (problems, pieces, features), `owners` (pieces,), `grades`
    (problems, candidates)."""

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
        """Problems with a judgement on every side."""
        rows = [side.grades.max(axis=1) > 0 for side in self.sides]
        return np.flatnonzero(np.logical_and.reduce(rows)).tolist()


def read_advice(embedder: TokenEmbedder, recogniser: Recogniser) -> JudgedAdvice:
    """The packaged judgements, as the site would see both sides."""
    problems = {
        row["id"]: read_problem(row["text"], recogniser, embedder)
        for row in read_rows("advies/problems.jsonl")
    }
    people = [
        (row["id"], str(item.get("title") or ""), item["text"])
        for row in read_rows("advies/people.jsonl")
        for item in row["evidence"]
    ]
    cases = [(row["id"], row["title"], row["text"]) for row in read_rows("advies/cases.jsonl")]
    sides = [
        _side(name, rows, problems, embedder, recogniser)
        for name, rows in (("people", people), ("cases", cases))
    ]
    return JudgedAdvice(problems, sides)


def _side(
    name: str,
    rows: Sequence[tuple[str, str, str]],
    problems: Mapping[str, ProblemReading],
    embedder: TokenEmbedder,
    recogniser: Recogniser,
) -> JudgedSide:
    texts = [f"{title}. {text}" if title else text for _, title, text in rows]
    kept = encode(texts, embedder)
    words = read_words([(title, text) for _, title, text in rows], [each.pooled for each in kept], recogniser)
    pieces = [
        read_piece(title, text, vectors, each)
        for (_, title, text), vectors, each in zip(rows, kept, words, strict=True)
    ]
    weights = PieceWeights.of(vectors.pieces for vectors in kept)
    candidates = sorted({owner for owner, _, _ in rows})
    owners = np.array([candidates.index(owner) for owner, _, _ in rows])
    tables = np.stack([compare(problem, pieces, weights) for problem in problems.values()])
    grades = np.zeros((len(problems), len(candidates)), dtype=np.float32)
    order = list(problems)
    for row in read_rows(f"advies/qrels_{name}.jsonl"):
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


def standard_of(advice: JudgedAdvice) -> Standard:
    """The mean of the sides: neither has more to say because it has more pieces."""
    means = [side.tables.mean(axis=(0, 1)) for side in advice.sides]
    spreads = [side.tables.std(axis=(0, 1)) for side in advice.sides]
    return Standard(np.mean(means, axis=0), np.mean(spreads, axis=0))


def pooled(side: JudgedSide, standard: Standard, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """(problems, candidates)."""
    sums = ((side.tables - standard.means) / standard.spreads) @ weights
    return np.stack([pool(row, side.owners.tolist(), len(side.candidates)) for row in sums])


def ndcg(scores: NDArray[np.float32], grades: NDArray[np.float32], depth: int = DEPTH) -> float:
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    order = np.argsort(-scores, kind="stable")[:depth]
    gains = 2**grades - 1
    best = np.sort(gains)[::-1][:depth]
    return float((gains[order] * discounts[: len(order)]).sum() / (best * discounts[: len(best)]).sum())


def fit_weights(advice: JudgedAdvice, standard: Standard, rows: Sequence[int]) -> NDArray[np.float32]:
    """Weights (features,) of mean 1, none below 0, by a logistic loss over pairs of candidates with another grade."""
    from scipy.optimize import minimize  # inline: training only

    differences, shares = (
        np.concatenate(parts) for parts in zip(*_preferences(advice, standard, rows), strict=True)
    )
    shares = shares / shares.sum()
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
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Per judged candidate its features less those of every candidate with a lower grade, and what each counts."""
    for side in advice.sides:
        tables = (side.tables - standard.means) / standard.spreads
        for row in rows:
            features = np.stack(
                [pool(column, side.owners.tolist(), len(side.candidates)) for column in tables[row].T], axis=1
            )
            grades = side.grades[row]
            for candidate in np.flatnonzero(grades):
                lower = np.flatnonzero(grades < grades[candidate])
                share = (2 ** grades[candidate] - 1) / len(lower)
                yield features[candidate] - features[lower], np.full(len(lower), share, dtype=np.float32)


def cross_validated(advice: JudgedAdvice, standard: Standard) -> dict[str, dict[str, float]]:
    """nDCG@5 per side: with weights fitted without the problem at hand, and with equal weights."""
    equal = np.ones(len(FEATURES), dtype=np.float32)
    fitted: dict[str, list[float]] = {side.name: [] for side in advice.sides}
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(advice.judged)
        for fold in range(FOLDS):
            left_out = order[fold::FOLDS].tolist()
            weights = fit_weights(advice, standard, sorted(set(order.tolist()) - set(left_out)))
            for side in advice.sides:
                scores = pooled(side, standard, weights)
                fitted[side.name] += [ndcg(scores[row], side.grades[row]) for row in left_out]
    even = {
        side.name: float(
            np.mean([ndcg(pooled(side, standard, equal)[row], side.grades[row]) for row in advice.judged])
        )
        for side in advice.sides
    }
    return {
        "fitted": {name: round(float(np.mean(values)), 3) for name, values in fitted.items()},
        "equal": {name: round(value, 3) for name, value in even.items()},
    }


def pair_model(advice: JudgedAdvice, standard: Standard, weights: NDArray[np.float32]) -> dict[str, Any]:
    """As packaged: see engine.pairs.scoring.PairModel."""
    words = np.array([name in BY_WORDS for name in FEATURES]) * weights
    named: Callable[[NDArray[np.float32]], dict[str, float]] = lambda values: {  # noqa: E731
        name: round(float(value), 5) for name, value in zip(FEATURES, values, strict=True)
    }
    return {
        "means": named(standard.means), "spreads": named(standard.spreads), "weights": named(weights),
        "curve": _curve(advice, standard, weights), "curve_by_words": _curve(advice, standard, words),
    }  # fmt: skip


def _curve(advice: JudgedAdvice, standard: Standard, weights: NDArray[np.float32]) -> dict[str, float]:
    rows = advice.judged
    sums = np.concatenate([pooled(side, standard, weights)[rows].ravel() for side in advice.sides])
    good = np.concatenate([side.grades[rows].ravel() >= GOOD for side in advice.sides])
    fitted = LogisticRegression(C=1e6).fit(sums[:, None], good)
    return {"slope": round(float(fitted.coef_[0, 0]), 5), "offset": round(float(fitted.intercept_[0]), 5)}
