"""The known problems that a reader of an answer said it is about, taken along into a request: "ask once"."""

from collections.abc import Collection, Mapping
from typing import Any

from krachtwijken.core.models import ProblemLabel

# In the answers of a draft: the codes, and the text that they were chosen for.
CODES, OF_TEXT = "problems", "problems_of"
MOST = 12


def from_address(value: str) -> list[str]:
    """Codes of known problems, as they stand in an address: "WO11.VE03"; what is no code is left out."""
    codes = list(dict.fromkeys(value.split(".")))[:MOST]
    known = set(ProblemLabel.objects.filter(code__in=codes).values_list("code", flat=True))
    return [code for code in codes if code in known]


def with_choice(answers: Mapping[str, Any], codes: Collection[str], text: str) -> dict[str, Any]:
    return {**answers, CODES: list(codes), OF_TEXT: text} if codes else dict(answers)


def chosen_in(answers: Mapping[str, Any]) -> list[str]:
    """Empty when nothing was chosen, or when the text became another one since."""
    same = _words(answers.get(OF_TEXT)) == _words(answers.get("problem"))
    return list(answers.get(CODES) or ()) if same else []


def _words(text: Any) -> list[str]:
    return str(text or "").split()
