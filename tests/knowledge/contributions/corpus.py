"""Twenty pasted texts and what stands below which heading."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.contributions.parsing.division import Division
from krachtwijken.core.text import normalise


@dataclass(frozen=True)
class Pasted:
    name: str
    text: str
    # Words of the text -> the field they belong to; empty for what fits nowhere.
    sections: dict[str, str]


def pasted_texts() -> list[Pasted]:
    rows = yaml.safe_load(Path(__file__).with_name("pasted.yaml").read_text(encoding="utf-8"))
    return [Pasted(row["name"], row["text"], {str(k): v for k, v in row["sections"].items()}) for row in rows]


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
