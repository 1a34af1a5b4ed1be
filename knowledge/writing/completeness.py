"""Which questions of a case have an answer: what is required, and what makes it usable for others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# What the form of a case calls it: (name of the field, what a writer reads, whether it is required).
CORE: tuple[tuple[str, str, bool], ...] = (
    ("title", "titel", True),
    ("summary", "samenvatting", True),
    ("problem_text", "het probleem", True),
    ("target_group", "voor wie", True),
    ("goal", "doel", True),
    ("approach", "aanpak", True),
    ("results", "wat kwam eruit", True),
    ("what_did_not_work", "wat werkte niet", True),
    ("themes", "thema's", True),
    ("period_from", "begonnen in", True),
    ("problems", "problemen", False),
    ("wijken", "wijken", False),
    ("outcomes", "uitkomsten", False),
    ("foundation", "onderbouwing", False),
    ("active_elements", "werkzame elementen", False),
    ("conditions", "voorwaarden", False),
    ("costs_min", "kosten in euro's", False),
    ("duration_months", "doorlooptijd", False),
    ("transfer_core", "wat moet blijven", False),
    ("owner_organisation", "eigenaar", False),
    ("contact_function", "functie van de contactpersoon", False),
)
RELATIONS = frozenset({"themes", "problems", "wijken", "outcomes", "conditions"})


@dataclass(frozen=True)
class Completeness:
    filled: Sequence[str]
    missing_required: Sequence[str]
    missing_besides: Sequence[str]

    @property
    def total(self) -> int:
        return len(self.filled) + len(self.missing_required) + len(self.missing_besides)

    @property
    def percent(self) -> int:
        return round(100 * len(self.filled) / self.total)


def completeness_of(has: Callable[[str], bool]) -> Completeness:
    """`has` says of the name of a field whether it has an answer."""
    rows = [(label, required, has(name)) for name, label, required in CORE]
    return Completeness(
        filled=[label for label, _, there in rows if there],
        missing_required=[label for label, required, there in rows if required and not there],
        missing_besides=[label for label, required, there in rows if not required and not there],
    )


def has_answer(page: Any, name: str) -> bool:
    """Of a page, saved or not."""
    value = getattr(page, name)
    if name in RELATIONS:
        return bool(value.all())
    return value is not None and (value == 0 or bool(value))
