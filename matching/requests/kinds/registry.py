"""The twelve kinds, in the order in which a gemeente sees them."""

from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.kinds import knowledge, people, room
from matching.requests.kinds.types import (
    AFTER_THE_KIND,
    Course,
    Letters,
    Norm,
    OwnField,
    Page,
    RequestType,
)

_BY_KIND = {one.kind: one for one in (*knowledge.TYPES, *people.TYPES, *room.TYPES)}
TYPES: dict[str, RequestType] = {kind.value: _BY_KIND[kind] for kind in RequestKind}
_CHOOSE = "Kies eerst de soort hulp, met een reden. Daarna kunt u antwoorden of een voorstel doen."
# Of a request whose kind the loket still has to choose.
NOT_CHOSEN = Course(
    norm=Norm(lead=10),
    letters=Letters(received="Wij kiezen eerst welke hulp past. Daar krijgt u bericht van."),
    barred={RequestStatus.BEANTWOORD: _CHOOSE, RequestStatus.VOORGESTELD: _CHOOSE},
    pages=tuple(page for page in AFTER_THE_KIND if page is not Page.OWN),
)


def course_of(kind: str) -> Course:
    return TYPES.get(kind, NOT_CHOSEN)


def fields_of(kind: str) -> tuple[OwnField, ...]:
    """None for a kind that was not chosen."""
    return course_of(kind).fields


def norm_of(kind: str) -> Norm:
    return course_of(kind).norm


def closing_questions_of(kind: str) -> tuple[str, ...]:
    """None of a kind that is not chosen."""
    return course_of(kind).closing_questions
