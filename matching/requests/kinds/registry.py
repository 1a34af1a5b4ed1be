"""The twelve kinds, in the order in which a gemeente sees them."""

from matching.requests.enums import RequestKind
from matching.requests.kinds import knowledge, people, room
from matching.requests.kinds.types import TAKEN_WITHIN, Norm, OwnField, RequestType

_BY_KIND = {one.kind: one for one in (*knowledge.TYPES, *people.TYPES, *room.TYPES)}
TYPES: dict[str, RequestType] = {kind.value: _BY_KIND[kind] for kind in RequestKind}
# Of a request whose kind the loket still has to choose.
NORM_WITHOUT_KIND = Norm(lead=10)


def fields_of(kind: str) -> tuple[OwnField, ...]:
    """None for a kind that was not chosen."""
    return TYPES[kind].fields if kind in TYPES else ()


def norm_of(kind: str) -> Norm:
    return TYPES[kind].norm if kind in TYPES else NORM_WITHOUT_KIND


def closing_questions_of(kind: str) -> tuple[str, ...]:
    """None of a kind that is not chosen."""
    return TYPES[kind].closing_questions if kind in TYPES else ()


def kinds_table() -> str:
    """For docs/loket.md: each kind beside its own questions, its norm, and what it asks of the gemeente at the end."""
    rows = [
        "| kind | own questions (* required) | proposal or answer within | at most | asked at the end |",
        "|---|---|---|---|---|",
    ]
    for kind, one in TYPES.items():
        asked = ", ".join(f"{field.code}{'*' if field.required else ''}" for field in one.fields)
        most = [f"{one.norm.days} days"] if one.norm.days else []
        most += [f"{one.norm.people} people"] if one.norm.people else []
        rows.append(
            f"| {kind} | {asked} | {one.norm.lead} working days | {', '.join(most) or '–'} | {' '.join(one.closing_questions)} |"
        )
    rows.append(f"| not chosen yet | – | {NORM_WITHOUT_KIND.lead} working days | – | – |")
    rows.append("")
    rows.append(f"Every request has an owner within {TAKEN_WITHIN} working days.")
    return "\n".join(rows)
