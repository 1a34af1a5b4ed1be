"""Knowledge centres by what they help with: not by the likeness of texts."""

from knowledge.selectors import centre_problem_weights
from krachtwijken.accounts.types import Viewer
from search.engine.centre_routing import route
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import ProblemReading
from search.engine.recognition import stated_chances

Routed = tuple[str, float, str]


def route_centres(problem: ProblemReading, models: Models, viewer: Viewer) -> list[Routed]:
    """(key of the document, score, code of the problem that brought it), best first; may be none.

    By the problems that are sure enough to be named. When none is, the likely ones still point somewhere, but no code is
    given: the reader is not told of a problem that was not recognised.
    """
    recogniser = models.recogniser
    chances = stated_chances(problem.logits).max(axis=0)
    by_code = dict(zip(recogniser.codes, chances.tolist(), strict=True))
    least = recogniser.least if models.embedder is not None else recogniser.least_by_words
    named = {code: chance for code, chance in by_code.items() if chance >= least}
    routed = route(named or by_code, centre_problem_weights(viewer))
    return [(f"centre:{pk}", round(score, 4), code if code in named else "") for pk, score, code in routed]
