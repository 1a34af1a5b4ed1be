"""What one kind of help is made of. Data only: forms, pages and norms are made from it."""

from dataclasses import dataclass
from enum import StrEnum

from matching.requests.enums import RequestKind

# A gemeente hears within so many working days who owns its request, whatever it asks.
TAKEN_WITHIN = 2


class Shape(StrEnum):
    """How an own question is answered."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    MANY = "many"


@dataclass(frozen=True)
class OwnField:
    """One question of a kind. `limit` is in characters, for a number the highest; `least` a number's lowest, or how many
    boxes must be ticked."""

    code: str
    label: str
    shape: Shape = Shape.TEXT
    help: str = ""
    required: bool = False
    limit: int = 1000
    least: int = 0
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Norm:
    """What a gemeente may count on: a proposal or an answer within `lead` working days, and at most so many days of so many
    people. Zero is nobody's: the kind knows no such limit."""

    lead: int
    days: int = 0
    people: int = 0

    @property
    def sentence(self) -> str:
        promise = f"Binnen {self.lead} werkdagen krijgt u een voorstel of een antwoord."
        parts = [_counted(self.days, "dag", "dagen"), _counted(self.people, "persoon", "personen")]
        most = [part for part in parts if part]
        return f"{promise} Hoogstens {' en '.join(most)}." if most else promise


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""


@dataclass(frozen=True)
class RequestType:
    """A kind with its help text, own questions, norm and closing questions. `because` tells why it was proposed for
    a text (`propose.py`)."""

    kind: RequestKind
    help: str
    because: str
    norm: Norm
    fields: tuple[OwnField, ...]
    closing_questions: tuple[str, ...]
