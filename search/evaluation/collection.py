"""Run a collection through the search of the site and measure: nDCG@10, Recall@10, S@1, time a query."""

import json
import math
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.stores.search_index import SearchIndex
from search.types import Document, SearchFilters

PUBLIC = frozenset({"public"})
DEPTH = 100
# Of those a visitor sees the texts.
SHOWN = 10


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def documents(rows: Iterator[dict[str, Any]], names: list[str]) -> Iterator[Document]:
    """Passages of a collection as documents; `names` receives the id of each."""
    for number, row in enumerate(rows):
        names.append(str(row["id"]))
        text = str(row.get("text") or "")
        yield Document("page", number, str(row.get("title") or ""), [("", text)], ["public"])


def rank_queries(
    index: SearchIndex, queries: Iterator[dict[str, Any]], names: list[str]
) -> tuple[dict[str, list[str]], list[float]]:
    """The ids found per query, best first, and milliseconds per query."""
    rankings: dict[str, list[str]] = {}
    times = []
    for query in queries:
        begun = time.perf_counter()
        ranking = index.search(str(query["text"]), audience=PUBLIC, filters=SearchFilters(), limit=DEPTH)
        index.with_texts(ranking.documents[:SHOWN])
        times.append((time.perf_counter() - begun) * 1000)
        rankings[str(query["qid"])] = [names[int(item.key.partition(":")[2])] for item in ranking.documents]
    return rankings, times


Judgements = dict[str, dict[str, float]]


def judgements_of(rows: Iterator[dict[str, Any]]) -> Judgements:
    """By query the documents that count, with their gain: 2^rel - 1."""
    wanted: Judgements = {}
    for row in rows:
        gain = 2.0 ** float(row.get("rel", 1)) - 1
        if gain > 0:
            wanted.setdefault(str(row["qid"]), {})[str(row["doc"])] = gain
    return wanted


def ndcg_of_each(rankings: dict[str, list[str]], wanted: Judgements) -> list[float]:
    return [ndcg(rankings.get(qid, []), gains) for qid, gains in wanted.items()]


def measure_rankings(rankings: dict[str, list[str]], wanted: Judgements) -> dict[str, float]:
    if not wanted:
        return {}
    scored = [(rankings.get(qid, []), gains) for qid, gains in wanted.items()]
    first = [float(bool(set(docs[:1]) & set(gains))) for docs, gains in scored]
    return {
        "ndcg@10": round(statistics.fmean(ndcg_of_each(rankings, wanted)), 4),
        "recall@10": round(statistics.fmean(recall(docs, gains) for docs, gains in scored), 4),
        "s@1": round(statistics.fmean(first), 4),
    }


def interval(values: Sequence[float], draws: int = 2000) -> tuple[float, float]:
    """95% of the means of samples drawn from `values` with replacement; the same at every run.

    Of differences per query between two runs this is the paired bootstrap. One value says nothing of its spread.
    """
    if len(values) < 2:
        return round(values[0], 4), round(values[0], 4)
    from scipy.stats import bootstrap  # inline: a second that evaluate_search need not wait

    low, high = bootstrap(
        (values,), np.mean, n_resamples=draws, method="percentile", rng=2007
    ).confidence_interval
    return round(float(low), 4), round(float(high), 4)


def recall(docs: list[str], gains: dict[str, float], depth: int = 10) -> float:
    return len(set(docs[:depth]) & set(gains)) / len(gains)


def ndcg(docs: list[str], gains: dict[str, float], depth: int = 10) -> float:
    got = sum(gains.get(doc, 0.0) / math.log2(rank + 2) for rank, doc in enumerate(docs[:depth]))
    best = sum(
        gain / math.log2(rank + 2) for rank, gain in enumerate(sorted(gains.values(), reverse=True)[:depth])
    )
    return got / best
