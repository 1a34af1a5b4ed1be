"""Knowledge centres by what they help with: not by the likeness of texts."""

from knowledge.selectors import centre_problem_weights
from krachtwijken.accounts.types import Viewer
from search.engine.centre_routing import route
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import ProblemReading
from search.engine.recognition import chances_of

Routed = tuple[str, float, str]


def route_centres(problem: ProblemReading, models: Models, viewer: Viewer) -> list[Routed]:
    """(key of the document, score, code of the problem that brought it), best first; may be none."""
    codes = models.recogniser.codes
    chances = chances_of(problem.logits[:, : len(codes)].max(axis=0))
    by_code = dict(zip(codes, chances.tolist(), strict=True))
    return [
        (f"centre:{pk}", score, code) for pk, score, code in route(by_code, centre_problem_weights(viewer))
    ]
