"""How long personal data may stay. Each app registers what it forgets; a nightly job does it (bar S35)."""

from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

# name -> function that deletes or blanks what is past its term and returns how many rows.
RULES: dict[str, Callable[[], int]] = {}


def register(name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    def add(rule: Callable[[], int]) -> Callable[[], int]:
        RULES[name] = rule
        return rule

    return add


def forget_all() -> dict[str, int]:
    """Repeatable. Returns how many rows each rule forgot."""
    counts = {name: rule() for name, rule in RULES.items()}
    log.info("retention", **counts)
    return counts
