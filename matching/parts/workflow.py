"""Which step of a part may follow which. One function takes them: in `transitions`."""

from matching.parts.enums import PartState as S

PART_STEPS: dict[S, frozenset[S]] = {
    S.ASKED: frozenset({S.ANSWERED, S.DECLINED, S.WITHDRAWN}),
    # The loket asks further, or puts it in its answer.
    S.ANSWERED: frozenset({S.ASKED, S.USED, S.WITHDRAWN}),
    S.USED: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
