"""What the adapter learns from, in batches of one kind: a text and what answers it, and texts that only seem to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.training.material import label_sentences, read_rows

BATCH = 24
# How often each kind comes by; one kind of text alone costs on the other kinds (docs/model.md).
MIX = {"everyday": 6, "motions": 4, "labels": 4, "questions": 4}


@dataclass(frozen=True)
class Pair:
    """`near_miss` looks like an answer and is none; texts of one `group` answer each other's questions too."""

    asked: str
    answer: str
    group: str
    near_miss: str = ""


@dataclass(frozen=True)
class TrainingBatch:
    kind: str
    pairs: Sequence[Pair]


def all_pairs() -> dict[str, list[Pair]]:
    return {"everyday": _everyday(), "motions": _motions(), "labels": _labels(), "questions": _questions()}


def batches(pairs: dict[str, list[Pair]], steps: int, seed: int) -> Iterator[TrainingBatch]:
    """`steps` of them, the same for the same seed; no two pairs of one group in a batch."""
    draw = np.random.default_rng(seed)
    kinds = [kind for kind, share in MIX.items() for _ in range(share)]
    queues: dict[str, list[Pair]] = {kind: [] for kind in MIX}
    for _ in range(steps):
        kind = kinds[int(draw.integers(len(kinds)))]
        chosen: dict[str, Pair] = {}
        later = []
        while len(chosen) < BATCH:
            if not queues[kind]:
                queues[kind] = [pairs[kind][place] for place in draw.permutation(len(pairs[kind]))]
            pair = queues[kind].pop()
            if pair.group in chosen:
                later.append(pair)
            else:
                chosen[pair.group] = pair
        queues[kind] = [*later, *queues[kind]]
        yield TrainingBatch(kind, list(chosen.values()))


def _everyday() -> list[Pair]:
    return [Pair(row["asked"], row["text"], row["doc"]) for row in read_rows("everyday.jsonl.gz")]


def _motions() -> list[Pair]:
    return [Pair(row["asked"], row["text"], row["doc"]) for row in read_rows("motions.jsonl.gz")]


def _questions() -> list[Pair]:
    rows: list[dict[str, Any]] = list(read_rows("questions.jsonl.gz"))
    return [
        Pair(
            row[name],
            f"{row['titel']}. {row['tekst']}",
            row["titel"],
            f"{row['fout_titel']}. {row['fout_tekst']}",
        )
        for row in rows
        for name in ("vraag", "kort")
    ]


def _labels() -> list[Pair]:
    """Sentences that state the same problem, each as the question of the next."""
    by_code: dict[str, list[str]] = {}
    for sentence in label_sentences():
        if len(sentence.codes) == 1:
            by_code.setdefault(sentence.codes[0], []).append(sentence.text)
    return [
        Pair(one, other, code)
        for code, texts in sorted(by_code.items())
        for one, other in zip(texts, texts[len(texts) // 2 :] + texts[: len(texts) // 2], strict=True)
    ]
