"""The table of kinds in docs/loket.md; a test compares."""

from matching.requests.enums import RequestStatus as S
from matching.requests.kinds.registry import NOT_CHOSEN, TYPES
from matching.requests.kinds.types import AFTER_THE_KIND, TAKEN_WITHIN, Course, Late, Terms

HEAD = (
    "kind", "own questions (* required)", "pages left out", "goes to", "proposal or answer within", "at most",
    "late: without owner; without answer", "invited", "did it help; closes", "asked at the end",
)  # fmt: skip
NOTHING = "–"


def kinds_table() -> str:
    """Each kind beside its own questions, its steps, its norm and terms, and what it asks of the gemeente at the end."""
    rows = [HEAD, ("---",) * len(HEAD)]
    rows += [row_of(kind, one) for kind, one in TYPES.items()]
    rows.append(row_of("not chosen yet", NOT_CHOSEN))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    months = " and ".join(str(number) for number in Terms().looks_back)
    return "\n".join([
        *lines, "",
        f"Every request has an owner within {TAKEN_WITHIN} working days, and the three questions of the charter after "
        f"{months} months.",
    ])  # fmt: skip


def row_of(kind: str, one: Course) -> tuple[str, ...]:
    asked = ", ".join(f"{field.code}{'*' if field.required else ''}" for field in one.fields)
    most = [f"{one.norm.days} days"] if one.norm.days else []
    most += [f"{one.norm.people} people"] if one.norm.people else []
    goes = [to.value for to in (S.BEANTWOORD, S.VOORGESTELD) if to not in one.barred]
    left_out = [page.value for page in AFTER_THE_KIND if page not in one.pages]
    silence = f"{one.terms.asks_after}; {one.terms.closes_after} days"
    return (
        kind, asked or NOTHING, ", ".join(left_out) or NOTHING, " or ".join(goes) or "first gets a kind",
        f"{one.norm.lead} working days", ", ".join(most) or NOTHING,
        f"{_days(one.terms.without_owner)}; {_days(one.terms.without_answer)}", str(one.terms.invited),
        silence if S.BEANTWOORD not in one.barred else NOTHING, " ".join(one.closing_questions) or NOTHING,
    )  # fmt: skip


def _days(late: Late) -> str:
    return ", ".join(str(days) for _, days in late)
