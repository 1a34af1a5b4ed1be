"""Which step may follow which. One function changes the state: in `services.steps`."""

from matching.requests.enums import RequestStatus as S

ALLOWED: dict[S, frozenset[S]] = {
    S.INGEDIEND: frozenset({S.IN_BEHANDELING, S.INGETROKKEN, S.SAMENGEVOEGD}),
    S.IN_BEHANDELING: frozenset({S.BEANTWOORD, S.VOORGESTELD, S.AFGEWEZEN, S.INGETROKKEN, S.SAMENGEVOEGD}),
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
# (matching/proposals, matching/closing).
DECISIONS = (S.BEANTWOORD, S.AFGEWEZEN)
OPEN = (S.INGEDIEND, S.IN_BEHANDELING, S.VOORGESTELD, S.IN_UITVOERING)
# While something may still be said and promised.
TALKING = (*OPEN, S.BEANTWOORD)


class WrongStepError(Exception):
    """This step may not follow; the message is for the reader."""


def check_step(*, now: S, to: S) -> None:
    if to not in ALLOWED[now]:
        raise WrongStepError(f"Dit kan niet meer: het verzoek is nu '{now.label.lower()}'.")
