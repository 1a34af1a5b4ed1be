"""What one kind of help is made of. Data only: forms, pages, steps, terms and mails are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from expertpool.enums import Level
from matching.requests.enums import ClockKind, EscalationStep, RequestKind, RequestStatus

# A gemeente hears within so many working days who owns its request, whatever it asks.
TAKEN_WITHIN = 2
FIRST_ANSWERS = {
    RequestStatus.VOORGESTELD: "een voorstel",
    RequestStatus.BEANTWOORD: "een antwoord",
}


class Page(StrEnum):
    """The pages of the wizard, in their order. Every request passes those up to the kind; which follow, the kind says."""

    PROBLEM = "probleem"
    KNOWN = "bekend"
    PLACE = "wijk"
    KIND = "soort"
    OWN = "vragen"
    TRIED = "geprobeerd"
    WANTED = "doel"
    LIMITS = "rekening"
    FILES = "bijlagen"
    CONTACT = "contact"


BEFORE_THE_KIND = (Page.PROBLEM, Page.KNOWN, Page.PLACE, Page.KIND)
AFTER_THE_KIND = (Page.OWN, Page.TRIED, Page.WANTED, Page.LIMITS, Page.FILES, Page.CONTACT)


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
    """What a gemeente may count on: its first answer within `lead` working days, and at most so many days of so many
    people. Zero is nobody's: the kind knows no such limit."""

    lead: int
    days: int = 0
    people: int = 0


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""


# Who hears that something is late, after so many working days past the term.
Late = tuple[tuple[EscalationStep, int], ...]


@dataclass(frozen=True)
class Terms:
    """What the loket owes and when it lets go; the numbers are a first proposal. Without a word of the gemeente for `asks_after`
    days it is asked whether an answer with knowledge helped, after `closes_after` the request ends. `looks_back` is in months
    after the end. Who is invited for it gets `invited` working days to say yes or no, unless the loket chooses another day."""

    without_owner: Late = ((EscalationStep.DESK, 1), (EscalationStep.HEAD, 3))
    without_answer: Late = (
        (EscalationStep.OWNER, 1), (EscalationStep.DEPUTY, 3), (EscalationStep.HEAD, 5),
    )  # fmt: skip
    asks_after: int = 23
    closes_after: int = 30
    # Why so many days, where it is not the usual number: read by the gemeente.
    why_days: str = ""
    looks_back: tuple[int, ...] = (6, 12)
    invited: int = 5

    def late(self, clock: ClockKind) -> Late:
        return self.without_owner if clock is ClockKind.OWNER else self.without_answer

    @property
    def notice(self) -> timedelta:
        """Nobody is closed off without having been asked so long before, also when the nights stood still."""
        return timedelta(days=self.closes_after - self.asks_after)


@dataclass(frozen=True)
class Letters:
    """What the mails say of what happens next. Empty for a step that the kind does not know."""

    received: str
    proposed: str = ""
    answered: str = ""


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a request goes, also as long as its kind is not chosen. `barred` are the steps of the general table
    (`requests/workflow.py`) that it does not take, each with what the loket does instead."""

    norm: Norm
    letters: Letters
    barred: Mapping[RequestStatus, str] = field(default_factory=dict)
    terms: Terms = Terms()
    pages: tuple[Page, ...] = AFTER_THE_KIND
    fields: tuple[OwnField, ...] = ()
    closing_questions: tuple[str, ...] = ()

    @property
    def first_answer(self) -> str:
        """What the loket gives first: of both what the kind does not bar. One that is not chosen yet may become either."""
        may = [words for step, words in FIRST_ANSWERS.items() if step not in self.barred]
        return " of ".join(may or FIRST_ANSWERS.values())

    @property
    def norm_sentence(self) -> str:
        """What a gemeente may count on."""
        promise = f"Binnen {self.norm.lead} werkdagen krijgt u {self.first_answer}."
        parts = [_counted(self.norm.days, "dag", "dagen"), _counted(self.norm.people, "persoon", "personen")]
        most = [part for part in parts if part]
        return f"{promise} Hoogstens {' en '.join(most)}." if most else promise


@dataclass(frozen=True, kw_only=True)
class RequestType(Course):
    """A kind with its help text. `because` tells why it was proposed for a text (`propose.py`), `levels` on which level
    somebody of the pool works who is sent: what is answered with knowledge, money or a rule asks nobody of the pool."""

    kind: RequestKind
    help: str
    because: str
    levels: tuple[Level, ...] = ()
