"""Pasted texts and what stands below which heading: those that the known headings were written with, and those of somebody
who saw neither these nor what the reader of headings learned from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.contributions.parsing.division import Division
from knowledge.contributions.parsing.reading import HeadingGuess
from krachtwijken.core.text import normalise
from search.features.shared_texts import guess_fields


@dataclass(frozen=True)
class Pasted:
    name: str
    text: str
    # Words of the text -> the field they belong to; empty for what fits nowhere.
    sections: dict[str, str]


def pasted_texts(file: str = "pasted.yaml") -> list[Pasted]:
    rows = yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return [Pasted(row["name"], row["text"], {str(k): v for k, v in row["sections"].items()}) for row in rows]


def read_by_words(headings: Sequence[str]) -> list[HeadingGuess]:
    """As on a site without the language model: the same on every machine."""
    return guess_fields(headings, None)


def loose(text: str) -> str:
    """Words only: how lines run on, and the marks before them, is no part of what was said."""
    return " ".join(re.findall(r"[\w,.€'-]*\w", normalise(text)))


def fields_with(division: Division, words: str) -> set[str]:
    """Where these words came, and nowhere else."""
    found = {name for name, text in division.fields.items() if loose(words) in loose(text)}
    rest = loose("\n".join(f"{piece.heading}\n{piece.text}" for piece in division.rest))
    return found | ({""} if loose(words) in rest else set())


def everything(division: Division) -> str:
    rest = [f"{piece.heading}\n{piece.text}" for piece in division.rest]
    return loose("\n".join([*division.fields.values(), *rest]))
