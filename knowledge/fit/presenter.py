"""The page "Past dit bij mijn wijk?"."""

from typing import Any

from knowledge.fit.rules import conditions_of, history_of
from knowledge.fit.selectors import own_wijk, wijken_per_gemeente
from knowledge.fit.wanted import WantedFit
from knowledge.models import CasePage
from krachtwijken.accounts.types import Viewer


def fit_page(viewer: Viewer, case: CasePage, wanted: WantedFit) -> dict[str, Any]:
    own = own_wijk(viewer, wanted.wijk)
    problems = list(case.problems.all())
    history = history_of(case, own)
    return {
        "case": case,
        "wanted": wanted,
        "own": own,
        "history": history,
        "unknown_wijk": bool(wanted.wijk) and own is None,
        "groups": wijken_per_gemeente(),
        "conditions": conditions_of(case, wanted.ticked, own),
        "problems": problems,
        "shared": [problem for problem in problems if own is not None and problem.pk in own.problems],
    }
