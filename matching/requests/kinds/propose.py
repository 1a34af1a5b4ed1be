"""Which kind of help a text asks for, with the sentence that does: a classifier of sentences (docs/loket.md)."""

from dataclasses import dataclass
from pathlib import Path

from matching.requests.kinds.registry import TYPES
from search.api import classify

DATA = Path(__file__).parent / "data"
# `manage.py train_kinds` makes the one from the other.
SENTENCES, MODEL = DATA / "asking_sentences.yaml", DATA / "kinds.npz"
NONE = "geen"
# Chance from which a kind is proposed. Chosen on the texts of tests/golden that were there before the model.
LEAST = 0.12


@dataclass(frozen=True)
class SuggestedKind:
    """`sentence` is the one of the text that said so, `because` what it means."""

    kind: str
    sentence: str
    because: str


def propose_kind(text: str) -> SuggestedKind | None:
    """None when nothing in the text says what is asked."""
    surest = next(iter(classify(text, MODEL)), None)
    if surest is None or surest.chance < LEAST or surest.code not in TYPES:
        return None
    return SuggestedKind(surest.code, surest.sentence, TYPES[surest.code].because)
