"""How well libraries cut the gold sentences, next to our own rules: `python -m tests.core.text.compare_segmenters`.

Run by hand, in an environment that has the libraries (none of them is a requirement); one that is missing is left out.
A layer hides the points of the abbreviations that we know from the library. Errors are boundaries too many and too few.
"""

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable

from krachtwijken.core.text.abbreviations import NEVER_LAST
from krachtwijken.core.text.segmentation import sentence_spans
from tests.core.text.shapes import gold_runs

HIDDEN = "\uf8ff"
ABBREVIATION = re.compile(
    rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(NEVER_LAST, key=len, reverse=True)))})\.", re.IGNORECASE
)
ROUNDS = 5
Cut = Callable[[str], list[str]]


def ours() -> Cut:
    return lambda text: [text[start:end] for start, end in sentence_spans(text)]


def pysbd() -> Cut:
    segmenter = importlib.import_module("pysbd").Segmenter(language="nl", clean=False)
    return lambda text: list(segmenter.segment(text))


def sentencex() -> Cut:
    segment = importlib.import_module("sentencex").segment
    return lambda text: list(segment("nl", text))


def syntok() -> Cut:
    process = importlib.import_module("syntok.segmenter").process
    return lambda text: [
        "".join(f"{token.spacing}{token.value}" for token in sentence)
        for part in process(text)
        for sentence in part
    ]


def with_layer(cut: Cut) -> Cut:
    def layered(text: str) -> list[str]:
        hidden = ABBREVIATION.sub(lambda match: match.group().replace(".", HIDDEN), text)
        return [part.replace(HIDDEN, ".") for part in cut(hidden)]

    return layered


def boundaries(parts: Iterable[str]) -> set[int]:
    """After how many characters, spaces not counted, the text is cut."""
    found, length = set(), 0
    for part in parts:
        length += len("".join(part.split()))
        found.add(length)
    return found


def measure(cut: Cut) -> dict[str, float]:
    runs = gold_runs()
    too_many = too_few = whole = 0
    for run in runs:
        got, right = boundaries(cut(" ".join(run))), boundaries(run)
        too_many, too_few, whole = (
            too_many + len(got - right),
            too_few + len(right - got),
            whole + (got == right),
        )
    texts = [" ".join(run) for run in runs]
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            cut(text)
    sentences = sum(map(len, runs))
    return {
        "sentences": sentences,
        "too_many": too_many,
        "too_few": too_few,
        "paragraphs_right": round(whole / len(runs), 3),
        "ms_per_sentence": round((time.perf_counter() - start) * 1000 / ROUNDS / sentences, 4),
    }


def main() -> None:
    found = {}
    for make in (ours, pysbd, sentencex, syntok):
        try:
            cut = make()
        except ImportError:
            continue
        found[make.__name__] = measure(cut)
        if make is not ours:
            found[f"{make.__name__} with layer"] = measure(with_layer(cut))
    json.dump(found, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
