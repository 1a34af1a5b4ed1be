"""How much texts mean the same: for somebody who has to find what was asked before."""

from collections.abc import Sequence

from krachtwijken.core.text import clean_text
from search.backend import backend
from search.errors import ModelUnavailableError

LONGEST = 2000


def likeness_of(text: str, others: Sequence[str]) -> list[float]:
    """Of each other text the cosine with this one, -1 to 1; all 0 while there is no language model. Each text is embedded
    anew: meant for some tens of texts."""
    embedder = backend().models().embedder
    if embedder is None or not others:
        return [0.0] * len(others)
    try:
        rows = embedder.passages([clean_text(one, max_length=LONGEST) for one in (text, *others)])
    except ModelUnavailableError:
        return [0.0] * len(others)
    return [float(score) for score in rows[1:] @ rows[0]]
