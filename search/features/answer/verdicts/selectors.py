"""Of what a reader may say whether it fits, and how sure the answer was of it."""

import re
from collections.abc import Collection

from krachtwijken.accounts.types import Viewer
from search.engine.ranking import RankedDocument
from search.features.answer.selectors import SECTIONS, sections_for
from search.retrieval.access import visible_rows

KEY = re.compile(rf"({'|'.join(kind for kind, *_ in SECTIONS)}):([1-9][0-9]{{0,14}})")


def is_key(key: str) -> bool:
    """Of a kind that stands in an answer."""
    return KEY.fullmatch(key) is not None


def may_judge(viewer: Viewer, key: str) -> bool:
    """Only what can stand in an answer to this viewer."""
    return is_key(key) and bool(visible_rows(viewer, [RankedDocument(key)]))


def chance_shown(key: str, text: str, *, viewer: Viewer, chosen: Collection[str] | None) -> float | None:
    """None when the answer does not name it: the index may have changed since the reader saw it."""
    kind = key.partition(":")[0]
    for section in sections_for(text, viewer=viewer, chosen=chosen, kinds={kind}):
        for item in section.items:
            if item.match.hit.key == key:
                return item.match.score
    return None
