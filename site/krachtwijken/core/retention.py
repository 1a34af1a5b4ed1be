"""How long personal data may stay. Each app registers what it forgets; a nightly job does it (bar S35)."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from krachtwijken.core.audit import record

log = structlog.get_logger(__name__)

# In the register: what says of nobody anything.
NO_PERSON = "for good: nothing of a person"

# name -> function that deletes or blanks what is past its term and returns how many rows.
RULES: dict[str, Callable[[], int]] = {}


@dataclass(frozen=True)
class Term:
    """How long rows of one table stay, in words, and the rule that sees to it; none when somebody or a cascade does."""

    kept: str
    rule: str = ""


# Label of a model -> its term. Every model has one, or `manage.py check` fails (core/checks.py).
TERMS: dict[str, Term] = {}


def register_kept(kept: str, *labels: str, rule: str = "") -> None:
    """Declare the term of these models, in `<app>/kept.py`. One model has one term."""
    for label in labels:
        if TERMS.setdefault(label, Term(kept, rule)) != Term(kept, rule):
            raise ValueError(f"{label} has a term already")


class RulesFailedError(Exception):
    """Some rules failed; the others did their work."""


def register_rule(name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    def add(rule: Callable[[], int]) -> Callable[[], int]:
        RULES[name] = rule
        return rule

    return add


def forget_all() -> dict[str, int]:
    """Repeatable. Returns how many rows each rule forgot. One that fails leaves the others, and is told at the end."""
    counts: dict[str, int] = {}
    failed: list[str] = []
    for name, rule in RULES.items():
        try:
            counts[name] = rule()
        except Exception:
            log.exception("retention_rule_failed", rule=name)
            failed.append(name)
    log.info("retention", **counts)
    forgotten = {name: count for name, count in counts.items() if count}
    if forgotten:
        record(actor=None, action="retention.forgot", target=None, data=forgotten)
    if failed:
        raise RulesFailedError(", ".join(failed))
    return counts
