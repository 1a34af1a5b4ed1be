"""How well a text on one side fits a text on the other: the text part of every advice. No Django."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from krachtwijken.core.text import sentences, split_sentences
from search.engine.dutch.analysis import tokens, words
from search.engine.embeddings import Embedder, Vectors
from search.errors import ModelUnavailableError
from search.types import Evidence, PairScore

# What e5 gives for texts that have nothing to do with each other, and for near copies.
UNRELATED, ALIKE = 0.78, 0.93
MEANING_WEIGHT = 0.7
MOST_KEPT = 50_000
MOST_SENTENCES = 80


class PairScorer:
    """Quick for one problem against many candidates when the embedder is a EmbeddingCache."""

    def __init__(self, embedder: Embedder | None) -> None:
        self.embedder = embedder

    def score(self, problem: str, evidence: Sequence[Evidence]) -> PairScore:
        return self.score_many(problem, [evidence])[0]

    def score_many(self, problem: str, candidates: Sequence[Sequence[Evidence]]) -> list[PairScore]:
        """One score per candidate, in order."""
        asked = _distinct(sentences(problem))
        texts = [
            _distinct(part for item in evidence for part in split_sentences(item.whole))
            for evidence in candidates
        ]
        flat = [sentence for group in texts for sentence in group]
        if not asked or not flat:
            return [PairScore(0.0, "", "") for _ in candidates]
        table = self._similarities(asked, flat)
        scores, start = [], 0
        for group in texts:
            scores.append(_best(asked, group, table[:, start : start + len(group)]))
            start += len(group)
        return scores

    def _similarities(self, asked: list[str], given: list[str]) -> Vectors:
        sides = [[_stems(text) for text in texts] for texts in (asked, given)]
        words = np.array([[_overlap(a, g) for g in sides[1]] for a in sides[0]], dtype=np.float32)
        if self.embedder is None:
            return words
        try:
            meaning = self.embedder.queries(asked) @ self.embedder.passages(given).T
        except ModelUnavailableError:
            return words
        scaled = np.clip((meaning - UNRELATED) / (ALIKE - UNRELATED), 0, 1)
        return (MEANING_WEIGHT * scaled + (1 - MEANING_WEIGHT) * words).astype(np.float32)


def meaning(embedder: Embedder | None, asked: Sequence[str], given: Sequence[str]) -> Vectors:
    """Likeness in meaning of every text on one side with every one on the other, 0 to 1; 0 without a model."""
    try:
        if embedder is None:
            raise ModelUnavailableError("there is none")
        likeness = embedder.queries(asked) @ embedder.passages(given).T
    except ModelUnavailableError:
        return np.zeros((len(asked), len(given)), dtype=np.float32)
    return np.clip((likeness - UNRELATED) / (ALIKE - UNRELATED), 0, 1).astype(np.float32)


def _best(asked: list[str], given: list[str], table: Vectors) -> PairScore:
    """Every sentence of the problem takes its best answer; the mean of those, weighed with the best pair of all."""
    if not given:
        return PairScore(0.0, "", "")
    row, column = divmod(int(table.argmax()), table.shape[1])
    score = 0.5 * float(table.max()) + 0.5 * float(table.max(axis=1).mean())
    return PairScore(round(min(max(score, 0.0), 1.0), 4), asked[row], given[column])


@lru_cache(maxsize=MOST_KEPT)
def _stems(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one) if one else 0.0


def _distinct(sentences: Iterable[str]) -> list[str]:
    # What holds no word says nothing, and looks a little like everything.
    return list(dict.fromkeys(sentence for sentence in sentences if words(sentence)))[:MOST_SENTENCES]
