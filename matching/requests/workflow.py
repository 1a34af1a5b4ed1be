"""Which step may follow which, in general and for a kind of help. One function changes the state: in `services.steps`."""

from matching.requests.enums import RequestStatus as S
from matching.requests.kinds.registry import course_of

ALLOWED: dict[S, frozenset[S]] = {
    S.INGEDIEND: frozenset({S.IN_BEHANDELING, S.INGETROKKEN, S.SAMENGEVOEGD}),
    S.IN_BEHANDELING: frozenset(
        {S.BEANTWOORD, S.VOORGESTELD, S.IN_UITVOERING, S.AFGEWEZEN, S.INGETROKKEN, S.SAMENGEVOEGD}
    ),
    S.VOORGESTELD: frozenset({S.IN_UITVOERING, S.IN_BEHANDELING, S.INGETROKKEN}),
    S.IN_UITVOERING: frozenset({S.AFGEROND}),
    S.BEANTWOORD: frozenset({S.IN_BEHANDELING, S.AFGEROND}),
    S.AFGEROND: frozenset(),
    S.AFGEWEZEN: frozenset(),
    S.INGETROKKEN: frozenset(),
    # Of one gemeente that asked twice: it goes on in another request (matching/merging).
    S.SAMENGEVOEGD: frozenset(),
}
# What somebody at the loket may decide alone. A proposal, the answer to it and the closing have pages of their own
# (matching/proposals, matching/closing), and so has help that begins without a proposal (matching/helping).
DECISIONS = (S.BEANTWOORD, S.AFGEWEZEN)
OPEN = (S.INGEDIEND, S.IN_BEHANDELING, S.VOORGESTELD, S.IN_UITVOERING)
# While something may still be said and promised.
TALKING = (*OPEN, S.BEANTWOORD)


class WrongStepError(Exception):
    """This step may not follow; the message is for the reader."""


class BarredStepError(WrongStepError):
    """The kind of help does not know this step; the message says what to do instead."""


def steps_from(now: S, kind: str) -> frozenset[S]:
    """What may follow: the table, without what the kind bars. Of a state that the kind does not know, such as before
    another kind was chosen, all else still follows."""
    return frozenset(to for to in ALLOWED[now] if not _bar(now, to, kind))


def states_of(kind: str) -> frozenset[S]:
    """Every state that a request of this kind comes to."""
    known: set[S] = set()
    new = {S.INGEDIEND}
    while new:
        known |= new
        new = {to for now in new for to in steps_from(now, kind)} - known
    return frozenset(known)


def instead_of(to: S, kind: str) -> str:
    """What the loket does instead of this step; empty when the kind knows it."""
    return course_of(kind).barred.get(to, "")


def check_step(*, now: S, to: S, kind: str) -> None:
    if to not in ALLOWED[now]:
        raise WrongStepError(f"Dit kan niet meer: het verzoek is nu '{now.label.lower()}'.")
    if instead := _bar(now, to, kind):
        raise BarredStepError(instead)


def _bar(now: S, to: S, kind: str) -> str:
    """Where nobody comes by a proposal nobody comes without one. The way out of a proposal is open to every kind."""
    without_proposal = (now, to) == (S.IN_BEHANDELING, S.IN_UITVOERING)
    return instead_of(S.VOORGESTELD if without_proposal else to, kind)
