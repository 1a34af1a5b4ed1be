"""The packaged texts to learn from. Where they come from: data/SOURCE.md."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from krachtwijken.core.text import read_text

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class LabelSentence:
    """A sentence that states the problems `codes`, or none; `tempting` are codes whose words it has and must not tick.
    `source` is the text that it stands in, when it stands in one."""

    text: str
    codes: tuple[str, ...]
    tempting: tuple[str, ...]
    author: str
    source: str = ""


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


def typed_questions() -> list[LabelSentence]:
    """What somebody could type into a search box, with the problems that it is about, or none."""
    return [
        LabelSentence(row["text"], tuple(row["codes"]), (), row["author"])
        for row in read_rows("asked_questions.jsonl")
    ]


def headings() -> list[LabelSentence]:
    """What gemeenten put above a part of a text, with the field of a shared case that it belongs to, or none."""
    return [
        LabelSentence(row["text"], tuple(row["codes"]), (), row["author"])
        for row in read_rows("headings.jsonl")
    ]


def text_sentences() -> list[LabelSentence]:
    """Every sentence of the labelled texts: most of a real text states nothing, and that has to be learned too."""
    return [sentence for row in read_rows("labelled_texts.jsonl") for sentence in _sentences_of(row)]


def _sentences_of(row: dict[str, Any]) -> Iterator[LabelSentence]:
    stating = [(label["code"], _plain(each)) for label in row["labels"] for each in label["sentences"]]
    tempting = [(item["code"], _plain(item["sentence"])) for item in row["tempting"]]
    for unit in read_text(row["text"]).statements:
        plain = _plain(unit.text)
        codes, tempted = (
            tuple(dict.fromkeys(code for code, sentence in pairs if plain in sentence or sentence in plain))
            for pairs in (stating, tempting)
        )
        yield LabelSentence(unit.text, codes, tempted, row["author"], row["id"])


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def judged_problems() -> dict[str, list[dict[str, Any]]]:
    """Problem texts with the problems that a reader ticks (`id, text, labels`): the open set, and texts that somebody
    else wrote and another one judged (tests/golden/reading); of `texts` the sentences are learned from."""
    return {
        "open": list(read_rows("advies/problems.jsonl")),
        "others": list(read_rows("other_problems.jsonl")),
        "texts": [
            row | {"labels": [label["code"] for label in row["labels"]]}
            for row in read_rows("labelled_texts.jsonl")
        ],
    }
