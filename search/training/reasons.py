"""Fit which pair of sentences is a reason, from pairs that were judged by reading them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from search.engine.embeddings import TokenEmbedder, Vectors
from search.engine.pairs.forest import Forest
from search.engine.pairs.readings import ProblemReading
from search.engine.pairs.reason_model import FEATURES, ReasonModel, Side
from search.engine.pairs.reasons import pair_up
from search.engine.pairs.scoring import PairModel
from search.engine.pairs.sentences import SentenceBank, bank_of
from search.engine.recognition import Recogniser, chances_of
from search.training.material import read_rows
from search.training.pairs import JudgedAdvice, JudgedSide

# Chosen by cross-validation over problems.
COMPONENTS, STRENGTH = 20, 0.03
# Small trees that see a third of the features each: some three thousand judged pairs hold no more.
TREES: dict[str, Any] = {
    "max_iter": 200, "learning_rate": 0.05, "max_leaf_nodes": 8, "min_samples_leaf": 30, "l2_regularization": 5,
    "max_features": 0.3, "random_state": 0,
}  # fmt: skip
FOLDS = 8
# Chance from which a pair is shown, chosen by reading: docs/matching.md.
LEAST = 0.62


@dataclass(frozen=True)
class JudgedPairs:
    """`table` (pairs, features), the vectors of both sentences, `accepted` (pairs,), `groups`: the problem of each."""

    table: NDArray[np.float32]
    asked: Vectors
    given: Vectors
    accepted: NDArray[np.bool_]
    groups: Sequence[str]


def read_pairs(
    sets: Sequence[JudgedAdvice],
    model: PairModel,
    recogniser: Recogniser,
    embedder: TokenEmbedder,
    unseen: Mapping[str, Recogniser],
) -> JudgedPairs:
    """`unseen` are recognisers that did not learn from the problem with that name."""
    rows = list(read_rows("reason_pairs.jsonl"))
    judged: list[tuple[Any, ...]] = []
    for advice in sets:
        for side in advice.sides:
            bank = bank_of(side.pieces, embedder.passages, recogniser)
            judged += _of_side(side, bank, rows, advice, model, recogniser, embedder, unseen)
    table, asked, given, accepted, groups = zip(*judged, strict=True)
    return JudgedPairs(np.stack(table), np.stack(asked), np.stack(given), np.array(accepted), groups)


def _of_side(
    side: JudgedSide,
    bank: SentenceBank,
    rows: Sequence[dict[str, Any]],
    advice: JudgedAdvice,
    model: PairModel,
    recogniser: Recogniser,
    embedder: TokenEmbedder,
    unseen: Mapping[str, Recogniser],
) -> list[tuple[Any, ...]]:
    order = list(advice.problems)
    places = {
        (side.candidates[side.owners[piece]], text): place
        for place, (text, piece) in enumerate(zip(bank.texts, bank.pieces.tolist(), strict=True))
    }
    logits = np.stack([piece.logits for piece in side.pieces])
    judged = []
    for name in order:
        mine = [
            row for row in rows if row["pid"] == name and (row["doc"], row["evidence_sentence"]) in places
        ]
        if not mine:
            continue
        problem = _with(
            advice.problems[name],
            [row["problem_sentence"] for row in mine],
            unseen.get(name, recogniser),
            embedder,
        )
        pairs = pair_up(problem, bank, model.sums(side.tables[order.index(name)]), logits)
        for row in mine:
            statement = problem.statements.index(row["problem_sentence"])
            sentence = places[row["doc"], row["evidence_sentence"]]
            judged.append(
                (
                    pairs.table[statement, sentence], pairs.asked[statement], pairs.given[sentence],
                    row["verdict"] == 1, name,
                )
            )  # fmt: skip
    return judged


def _with(
    problem: ProblemReading, sentences: Sequence[str], recogniser: Recogniser, embedder: TokenEmbedder
) -> ProblemReading:
    """The problem as if exactly the judged sentences were what it says."""
    statements = list(dict.fromkeys(sentences))
    vectors = embedder.queries(statements)
    query = problem.query
    logits = recogniser.text_logits(statements, vectors, query.text, query.terms.pooled)
    return ProblemReading(query, statements, vectors, logits, problem.terms)


def fit_reasons(pairs: JudgedPairs, identity: str, rows: NDArray[np.bool_] | None = None) -> ReasonModel:
    """From all pairs, or from those of `rows` (pairs,)."""
    chosen = np.ones(len(pairs.accepted), dtype=bool) if rows is None else rows
    table, accepted = pairs.table[chosen], pairs.accepted[chosen]
    means, spreads = np.nanmean(table, axis=0), np.nanstd(table, axis=0) + 1e-6
    sides = [_side_of(vectors[chosen]) for vectors in (pairs.asked, pairs.given)]
    parts = [
        side.of(vectors[chosen]) for side, vectors in zip(sides, (pairs.asked, pairs.given), strict=True)
    ]
    standard = np.hstack([np.nan_to_num((table - means) / spreads), *parts])
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(standard, accepted)
    weights, asked, given = np.split(fitted.coef_[0].astype(np.float32), [table.shape[1], -COMPONENTS])
    twice = np.vstack([np.hstack([each, *parts]) for each in (table, _from_outside(table))])
    trees = HistGradientBoostingClassifier(**TREES).fit(twice, np.tile(accepted, 2))
    return ReasonModel(
        identity, means, spreads, weights, asked, given, float(fitted.intercept_[0]), sides[0], sides[1], forest_of(trees), LEAST
    )  # fmt: skip


def _from_outside(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same pairs as if the candidate were not a page of the site. Without them, what is not known would tell which
    set a pair comes from, and how readily that was accepted."""
    unknown = table.copy()
    unknown[:, [FEATURES.index(name) for name in ("tied", "sums_up")]] = np.nan
    return unknown


def _side_of(vectors: Vectors) -> Side:
    """Each part has a spread of 1."""
    found = PCA(COMPONENTS, random_state=0).fit(vectors)
    spreads = found.transform(vectors).std(axis=0)
    return Side(found.mean_.astype(np.float32), (found.components_.T / spreads).astype(np.float32))


def forest_of(fitted: HistGradientBoostingClassifier) -> Forest:
    """Its trees one after another, every leaf leading to itself."""
    trees = [tree.nodes for (tree,) in fitted._predictors]
    starts = np.cumsum([0, *(len(tree) for tree in trees[:-1])])
    nodes = np.concatenate(trees)
    offsets = np.repeat(starts, [len(tree) for tree in trees])
    leaf, itself = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
    return Forest(
        roots=starts.astype(np.int32),
        column=np.where(leaf, 0, nodes["feature_idx"]).astype(np.int16),
        threshold=np.where(leaf, np.inf, nodes["num_threshold"]),
        left=np.where(leaf, itself, nodes["left"] + offsets).astype(np.int32),
        right=np.where(leaf, itself, nodes["right"] + offsets).astype(np.int32),
        unknown_left=nodes["missing_go_to_left"].astype(bool),
        value=np.where(leaf, nodes["value"], 0).astype(np.float32),
        depth=int(nodes["depth"].max()),
        baseline=float(np.ravel(fitted._baseline_prediction)[0]),
    )


def cross_validate_reasons(pairs: JudgedPairs, identity: str) -> dict[str, float]:
    """With each problem judged by a model that did not see it: the area under the curve, and of the pairs above
    the bar how many were accepted."""
    names = sorted(set(pairs.groups))
    fold_of = {name: place % FOLDS for place, name in enumerate(np.random.default_rng(0).permutation(names))}
    folds = np.array([fold_of[name] for name in pairs.groups])
    chances = np.zeros(len(folds))
    for fold in range(FOLDS):
        model = fit_reasons(pairs, identity, folds != fold)
        left_out = np.flatnonzero(folds == fold)
        table = np.hstack([
            pairs.table[left_out], model.asked.of(pairs.asked[left_out]), model.given.of(pairs.given[left_out])
        ])  # fmt: skip
        chances[left_out] = chances_of(model.forest.sums(table))
    shown = chances >= LEAST
    return {
        "pairs": len(folds), "auc": round(float(roc_auc_score(pairs.accepted, chances)), 3),
        "shown": round(float(shown.mean()), 3), "accepted": round(float(pairs.accepted[shown].mean()), 3),
    }  # fmt: skip
