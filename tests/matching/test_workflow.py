"""The tables of steps, written out once more: a step that is added or lost here is a decision, not a slip."""

import pytest

from matching.engagements.enums import InvitationState as I
from matching.engagements.enums import MissionState as M
from matching.engagements.workflow import (
    INVITABLE,
    INVITATION_STEPS,
    MISSION_STEPS,
    OPEN_INVITATION,
    OPEN_MISSION,
)
from matching.requests.enums import RequestStatus as S
from matching.requests.workflow import ALLOWED, DECISIONS, OPEN, TALKING, WrongStepError, check_step

STEPS = {
    S.INGEDIEND: {S.IN_BEHANDELING, S.INGETROKKEN, S.SAMENGEVOEGD},
    S.IN_BEHANDELING: {
        S.BEANTWOORD,
        S.VOORGESTELD,
        S.IN_UITVOERING,
        S.AFGEWEZEN,
        S.INGETROKKEN,
        S.SAMENGEVOEGD,
    },
    S.VOORGESTELD: {S.IN_UITVOERING, S.IN_BEHANDELING, S.INGETROKKEN},
    S.IN_UITVOERING: {S.AFGEROND},
    S.BEANTWOORD: {S.IN_BEHANDELING, S.AFGEROND},
    S.AFGEROND: set(),
    S.AFGEWEZEN: set(),
    S.INGETROKKEN: set(),
    S.SAMENGEVOEGD: set(),
}


# What a kind leaves out of it: test_kind_courses.py.
BARS_NOTHING = "kennisvraag"


@pytest.mark.parametrize("now", list(S))
@pytest.mark.parametrize("to", list(S))
def test_request_takes_the_steps_of_the_table_only(now: S, to: S) -> None:
    if to in STEPS[now]:
        check_step(now=now, to=to, kind=BARS_NOTHING)
    else:
        with pytest.raises(WrongStepError, match=now.label.lower()):
            check_step(now=now, to=to, kind=BARS_NOTHING)


def test_no_state_is_left_out_of_the_table() -> None:
    assert set(ALLOWED) == set(S)


def test_what_may_be_done_in_which_state() -> None:
    assert set(DECISIONS) == {S.BEANTWOORD, S.AFGEWEZEN}
    assert set(OPEN) == {S.INGEDIEND, S.IN_BEHANDELING, S.VOORGESTELD, S.IN_UITVOERING}
    assert set(TALKING) == {*OPEN, S.BEANTWOORD}
    assert set(INVITABLE) == {S.IN_BEHANDELING, S.VOORGESTELD, S.IN_UITVOERING}


def test_invitation_and_mission_end_where_the_table_says() -> None:
    assert {state for state, after in INVITATION_STEPS.items() if not after} == {
        I.ACCEPTED, I.DECLINED, I.EXPIRED, I.WITHDRAWN,
    }  # fmt: skip
    assert set(INVITATION_STEPS[I.SENT]) - set(INVITATION_STEPS[I.OTHER_DATE]) == {I.OTHER_DATE, I.DECLINED}
    assert set(OPEN_INVITATION) == {I.SENT, I.OTHER_DATE}
    assert {state for state, after in MISSION_STEPS.items() if not after} == {M.ENDED, M.BROKEN_OFF}
    assert set(OPEN_MISSION) == {M.PLANNED, M.RUNNING}
