"""Which step of a team may follow which. One function changes the state: in `transitions`."""

from matching.teams.enums import TeamState as T

TEAM_STEPS: dict[T, frozenset[T]] = {
    T.FORMING: frozenset({T.RUNNING, T.STOPPED}),
    T.RUNNING: frozenset({T.ENDED, T.STOPPED}),
    T.ENDED: frozenset(),
    T.STOPPED: frozenset(),
}
OPEN_TEAM = (T.FORMING, T.RUNNING)
