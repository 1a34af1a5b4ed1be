"""Which step of an invitation and of a mission may follow which. One function each changes the state: in `transitions`."""

from matching.engagements.enums import InvitationState as I
from matching.engagements.enums import MissionState as M
from matching.requests.enums import RequestStatus
from matching.requests.workflow import OPEN

INVITATION_STEPS: dict[I, frozenset[I]] = {
    I.SENT: frozenset({I.ACCEPTED, I.OTHER_DATE, I.DECLINED, I.EXPIRED, I.WITHDRAWN}),
    I.OTHER_DATE: frozenset({I.ACCEPTED, I.EXPIRED, I.WITHDRAWN}),
    I.ACCEPTED: frozenset(),
    I.DECLINED: frozenset(),
    I.EXPIRED: frozenset(),
    I.WITHDRAWN: frozenset(),
}
MISSION_STEPS: dict[M, frozenset[M]] = {
    M.PLANNED: frozenset({M.RUNNING, M.BROKEN_OFF}),
    # Back to planned when somebody said too soon that it began.
    M.RUNNING: frozenset({M.PLANNED, M.REPORTED, M.ENDED, M.BROKEN_OFF}),
    M.REPORTED: frozenset({M.ENDED}),
    M.ENDED: frozenset(),
    M.BROKEN_OFF: frozenset(),
}
# What takes up room of somebody: an answer that may still be yes, and work that is not done.
OPEN_INVITATION = (I.SENT, I.OTHER_DATE)
OPEN_MISSION = (M.PLANNED, M.RUNNING)
# The work may be done, and the loket did not say yet that it is: takes no room, and ends with the request.
NOT_ENDED = (*OPEN_MISSION, M.REPORTED)
# A request for which somebody may be asked: the loket has it in hand and it is not done.
INVITABLE = tuple(status for status in OPEN if status is not RequestStatus.INGEDIEND)
