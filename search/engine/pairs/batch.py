"""Every problem beside every candidate, for commands: nothing stored, everything read once. No Django.

As on the site, but what is scarce is counted over the texts at hand, each problem is centred over all pieces, and words
also count in pairs and by topic (LSA): a batch may be in another language and about another field.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.engine.embeddings import Encoded, TokenEmbedder
from search.engine.pairs.corpus import CorpusLikeness
from search.engine.pairs.features import FEATURES, PieceTable, compare
from search.engine.pairs.readings import PieceReading, ProblemReading, read_piece, read_problems, read_words
from search.engine.pairs.reason_model import ReasonModel
from search.engine.pairs.reasons import Reason, best_reasons, pair_up
from search.engine.pairs.scoring import PairModel, is_by_words, pool
from search.engine.pairs.sentences import SentenceBank, bank_of
from search.engine.pairs.terms import TermScarcity, packaged_scarcity, stems_of
from search.engine.recognition import Recogniser, stated_chances
from search.engine.text_vectors import PieceWeights, TextVectors, compress
from search.types import Evidence, PairScore

# Fewer texts say little about what is scarce, or which topics there are.
FEWEST_FOR_SCARCITY, FEWEST_FOR_TOPICS = 50, 200
# Of a long piece the scarcest parts take part in late interaction.
MOST_PARTS = 64
# Candidates per problem that get a reason: further down the piece itself does not fit.
WITH_REASON = 25
# Problems that go through the model together.
READ_TOGETHER = 32


@dataclass(frozen=True)
class Models:
    recogniser: Recogniser
    pairs: PairModel
    reasons: ReasonModel | None
    embedder: TokenEmbedder | None


class Batch:
    """`candidates` with their evidence, read once; then one problem after another."""

    def __init__(
        self, candidates: Sequence[Sequence[Evidence]], problems: Sequence[str], models: Models
    ) -> None:
        self.models = models
        self.count = len(candidates)
        distinct = dict.fromkeys(
            item for evidence in candidates for item in evidence if item.text or item.title
        )
        self.evidence = list(distinct)
        stems = [stems_of(item.whole) for item in self.evidence]
        enough = len(stems) >= FEWEST_FOR_SCARCITY
        self.scarcity = TermScarcity.of(stems) if enough else packaged_scarcity()
        self.pieces = self._pieces()
        self.owners, self.places = self._owners(candidates)
        texts = [item.whole for item in self.evidence]
        self.corpus = CorpusLikeness(problems, texts) if len(texts) >= FEWEST_FOR_TOPICS else None
        kept = [piece.vectors for piece in self.pieces if piece.vectors is not None]
        weights = PieceWeights.of(vectors.pieces for vectors in kept) if kept else None
        self.table = PieceTable.of(self.pieces, weights)

    def _pieces(self) -> list[PieceReading]:
        vectors = _encoded([item.whole for item in self.evidence], self.models.embedder)
        pooled = [kept.pooled if kept is not None else None for kept in vectors]
        texts = [(item.title, item.text) for item in self.evidence]
        words = read_words(texts, pooled, self.models.recogniser, self.scarcity)
        return [
            read_piece(item.title, item.text, kept, each)
            for item, kept, each in zip(self.evidence, vectors, words, strict=True)
        ]

    def _owners(
        self, candidates: Sequence[Sequence[Evidence]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of every piece of every candidate whose it is, and its place among the distinct pieces."""
        place_of = {item: place for place, item in enumerate(self.evidence)}
        rows = [
            (candidate, place_of[item])
            for candidate, evidence in enumerate(candidates)
            for item in evidence
            if item in place_of
        ]
        owners, places = np.array(rows, dtype=np.int64).reshape(-1, 2).T
        return owners, places

    @cached_property
    def bank(self) -> SentenceBank | None:
        """Made when a problem first states something: of texts about another field no sentence is read."""
        embedder = self.models.embedder
        if embedder is None or self.models.reasons is None:
            return None
        return bank_of(self.pieces, embedder.passages, self.models.recogniser)

    @cached_property
    def sentences_of(self) -> list[list[int]]:
        """Of each candidate the places of its sentences in the bank."""
        by_piece: dict[int, list[int]] = defaultdict(list)
        for row, piece in enumerate(self.bank.pieces.tolist() if self.bank else ()):
            by_piece[piece].append(row)
        rows: list[list[int]] = [[] for _ in range(self.count)]
        for owner, piece in dict.fromkeys(zip(self.owners.tolist(), self.places.tolist(), strict=True)):
            rows[owner] += by_piece.get(piece, [])
        return rows

    def read(self, texts: Sequence[str]) -> list[ProblemReading]:
        return read_problems(texts, self.models.recogniser, self.models.embedder, self.scarcity)

    def score(self, number: int, problem: ProblemReading) -> list[PairScore]:
        """One per candidate, in order; `number` is the place of the problem among all."""
        if problem.is_empty or not len(self.owners):
            return [PairScore(0.0, "", "")] * self.count
        table = compare(problem, self.table)
        sums = self._centred(table, number)
        pooled = pool(sums[self.places], self.owners.tolist(), self.count)
        chances = self.models.pairs.chances(pooled, by_words=is_by_words(table))
        reasons = self._reasons(problem, self.models.pairs.sums(table), pooled)
        return [
            PairScore(round(float(chance), 5), *_sentences(reason))
            for chance, reason in zip(chances, reasons, strict=True)
        ]

    def _centred(self, table: NDArray[np.float32], number: int) -> NDArray[np.float32]:
        """The sum of the features of each piece, every feature of mean 0 over the pieces for this problem."""
        model = self.models.pairs
        spreads = np.array([model.spreads[name] for name in FEATURES], dtype=np.float32)
        weights = np.array([model.weights[name] for name in FEATURES], dtype=np.float32)
        known = ~np.isnan(table).all(axis=0)
        centred = np.zeros_like(table)
        centred[:, known] = table[:, known] - np.nanmean(table[:, known], axis=0)
        sums = np.nan_to_num(centred / spreads) @ weights
        return sums + self.corpus.sums(number) if self.corpus is not None else sums

    def _states_something(self, problem: ProblemReading) -> bool:
        return bool(stated_chances(problem.logits).max(initial=0) >= self.models.recogniser.least)

    def _reasons(
        self, problem: ProblemReading, sums: NDArray[np.float32], pooled: NDArray[np.float32]
    ) -> list[Reason | None]:
        """Of the candidates that fit best; a piece of several of them speaks for each."""
        reasons: list[Reason | None] = [None] * self.count
        model = self.models.reasons
        if (
            problem.vectors is None
            or model is None
            or not self._states_something(problem)
            or self.bank is None
        ):
            return reasons
        best = np.argsort(-pooled, kind="stable")[:WITH_REASON].tolist()
        rows = [row for candidate in best for row in self.sentences_of[candidate]]
        whose = np.repeat(np.arange(len(best)), [len(self.sentences_of[candidate]) for candidate in best])
        bank = self.bank.take(rows)
        pairs = pair_up(problem, bank, sums, self.table.logits, self.scarcity)
        found = best_reasons(problem, bank, pairs, model, whose, len(best))
        for candidate, reason in zip(best, found, strict=True):
            reasons[candidate] = reason
        return reasons


def rank_batch(
    problems: Sequence[str], candidates: Sequence[Sequence[Evidence]], models: Models
) -> Iterator[list[PairScore]]:
    """The next problems are read while these are scored: neither uses all processors by itself."""
    batch = Batch(candidates, problems, models)
    with ThreadPoolExecutor(max_workers=1) as ahead:
        # One group ahead and no more: what was read is large. Behind the last one there is nothing to read.
        coming = ahead.submit(batch.read, problems[:READ_TOGETHER])
        for start in range(0, len(problems), READ_TOGETHER):
            read = coming.result()
            after = start + READ_TOGETHER
            coming = ahead.submit(batch.read, problems[after : after + READ_TOGETHER])
            for number, problem in enumerate(read, start):
                yield batch.score(number, problem)


def _encoded(texts: Sequence[str], embedder: TokenEmbedder | None) -> Sequence[TextVectors | None]:
    if embedder is None:
        return [None] * len(texts)
    return [_shortened(encoded, embedder) for encoded in embedder.encode_passages(texts)]


def _shortened(encoded: Encoded, embedder: TokenEmbedder) -> TextVectors:
    kept = compress(encoded, embedder.scarcity(encoded.pieces.tolist()))
    if len(kept.kept) <= MOST_PARTS:
        return kept
    scarcity = np.array(embedder.scarcity(encoded.pieces[kept.kept].tolist()))
    rows = np.sort(np.argsort(-scarcity, kind="stable")[:MOST_PARTS])
    return TextVectors(kept.pooled, kept.pieces, kept.kept[rows], kept.vectors[rows])


def _sentences(reason: Reason | None) -> tuple[str, str]:
    return (reason.problem_sentence, reason.evidence_sentence) if reason is not None else ("", "")
