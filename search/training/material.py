"""The packaged texts to learn from. Where they come from: data/SOURCE.md."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class LabelSentence:
    """A sentence that states the problems `codes`, or none; `tempting` are codes whose words it has and must not tick."""

    text: str
    codes: tuple[str, ...]
    tempting: tuple[str, ...]
    author: str


def read_rows(name: str) -> Iterator[dict[str, Any]]:
    """Rows of a file of JSON lines, compressed when its name ends in `.gz`."""
    path = DATA / name
    opener: Callable[..., IO[str]] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def label_sentences() -> list[LabelSentence]:
    return [
        LabelSentence(row["text"], tuple(row["codes"]), tuple(row.get("not", ())), row["author"])
        for row in read_rows("label_sentences.jsonl")
    ]


def judged_problems() -> dict[str, list[dict[str, Any]]]:
    """Problem texts with the problems that a reader ticks (`id, text, labels`): the open set, and texts that somebody
    else wrote and another one judged (tests/golden/reading)."""
    return {
        "open": list(read_rows("advies/problems.jsonl")),
        "others": list(read_rows("other_problems.jsonl")),
    }
