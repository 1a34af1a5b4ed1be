"""Where a nomination can go from where it is. Nothing else moves one."""

from expertpool.models import NominationState

MOVES: dict[tuple[NominationState, str], NominationState] = {
    (NominationState.NOMINATED, "consent"): NominationState.CONSENTED,
    (NominationState.CONSENTED, "admit"): NominationState.ADMITTED,
    (NominationState.CONSENTED, "refuse"): NominationState.REFUSED,
}


class WrongStateError(ValueError):
    """Somebody else was first."""


def next_state(state: str, step: str) -> NominationState:
    try:
        return MOVES[NominationState(state), step]
    except KeyError as error:
        raise WrongStateError(f"{state}: {step}") from error
