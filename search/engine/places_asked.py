"""Which of what was found is in a place that the question names. No Django.

A place is known by the labels of what was found: its gemeente and wijk, as they stand in addresses. What is tied to no
place cannot be there, so no list of names is needed, and a place that came a second ago is known at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from search.engine.dutch.analysis import STOP, words
from search.types import FILTERS

GEMEENTE, WIJK = f"{FILTERS['gemeenten']}:", f"{FILTERS['wijken']}:"
# What the gemeente counts when the question names one of its wijken.
AROUND = 0.5


def places_asked(question: str, found: Iterable[Sequence[str]]) -> dict[str, float]:
    """What each label is worth that stands for a place in the question, 0 to 1; `found` are the labels of every find."""
    typed = f"-{'-'.join(words(question))}-"
    names = _names_of(found)
    asked = {label for label, name in names.items() if f"-{name}-" in typed}
    wijken = {label for label in asked if label.startswith(WIJK)}
    around = AROUND if wijken else 1.0
    return {label: 1.0 if label in wijken else around for label in asked}


def _names_of(found: Iterable[Sequence[str]]) -> Mapping[str, str]:
    """The name of every place by its label, as it stands in an address."""
    names: dict[str, str] = {}
    for labels in set(map(tuple, found)):
        gemeenten = tuple(label for label in labels if label.startswith(GEMEENTE))
        names |= {label: _typed_name(label.removeprefix(GEMEENTE)) for label in gemeenten}
        names |= {label: _name_of_wijk(label, gemeenten) for label in labels if label.startswith(WIJK)}
    return {label: name for label, name in names.items() if name not in STOP}


@lru_cache(maxsize=1024)
def _name_of_wijk(label: str, gemeenten: tuple[str, ...]) -> str:
    """In its address it is called after its gemeente: what somebody types is the rest."""
    name = label.removeprefix(WIJK)
    for gemeente in gemeenten:
        _, before, rest = f"-{name}".partition(f"-{gemeente.removeprefix(GEMEENTE)}-")
        if before:
            return _typed_name(rest)
    return _typed_name(name)


@lru_cache(maxsize=1024)
def _typed_name(address: str) -> str:
    """By its usual name: s-hertogenbosch is den-bosch, as in the question."""
    return "-".join(words(address.replace("-", " ")))
