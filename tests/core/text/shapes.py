"""The corpus: texts as people paste them, and the units that a careful reader sees in each.

`corpus/NAME.txt` is what was pasted; `{00AD}` in it stands for the character with that number, so that invisible ones
can be seen and survive an editor. `corpus/NAME.units` has a line for each unit: its kind, a colon, its text; "> " before
it when it was quoted, " | " between the cells of a table. Both were written by hand; never copy what the code says.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from krachtwijken.core.text import Text, Unit

CORPUS = Path(__file__).parent / "corpus"
SENTENCES = Path(__file__).parent / "sentences.txt"
_NAMED = re.compile(r"\{([0-9A-F]{4,5})\}")


@dataclass(frozen=True)
class Shape:
    name: str
    text: str
    units: list[str]


def shapes() -> list[Shape]:
    return [
        Shape(
            path.stem,
            _NAMED.sub(lambda match: chr(int(match[1], 16)), path.read_text(encoding="utf-8")),
            path.with_suffix(".units").read_text(encoding="utf-8").splitlines(),
        )
        for path in sorted(CORPUS.glob("*.txt"))
    ]


def described(unit: Unit) -> str:
    """A unit as a line of the corpus."""
    quoted = "> " if unit.quoted else ""
    return f"{quoted}{unit.kind}: {unit.text.replace(chr(9), ' | ')}"


def all_described(text: Text) -> list[str]:
    return [described(unit) for unit in text.units]


def gold_runs() -> list[list[str]]:
    """Paragraphs of `sentences.txt`: a sentence to a line, a blank line after each paragraph."""
    blocks = SENTENCES.read_text(encoding="utf-8").strip().split("\n\n")
    return [[line for line in block.split("\n") if not line.startswith("#")] for block in blocks]
