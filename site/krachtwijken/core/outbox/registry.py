"""Which function does which topic."""

from collections.abc import Callable
from typing import Any

Handler = Callable[[dict[str, Any]], None]

HANDLERS: dict[str, Handler] = {}
# Topics that take long: a transaction around them would keep SQLite from everybody else all that time.
LONG: set[str] = set()


def handler(topic: str, *, long: bool = False) -> Callable[[Handler], Handler]:
    """Register a function for a topic. It may be called twice for one row (a worker that was killed), so it must
    be repeatable. A `long` one runs outside a transaction and opens its own around what it writes."""

    def register(function: Handler) -> Handler:
        if HANDLERS.get(topic, function).__qualname__ != function.__qualname__:
            raise ValueError(f"Two handlers for {topic}")
        HANDLERS[topic] = function
        if long:
            LONG.add(topic)
        return function

    return register
