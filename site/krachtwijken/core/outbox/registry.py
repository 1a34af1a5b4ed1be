"""Which function does which topic."""

from collections.abc import Callable
from typing import Any

Handler = Callable[[dict[str, Any]], None]

HANDLERS: dict[str, Handler] = {}


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Register a function for a topic. It may be called twice for one row (a worker that was killed), so it must
    be repeatable."""

    def register(function: Handler) -> Handler:
        if HANDLERS.get(topic, function).__qualname__ != function.__qualname__:
            raise ValueError(f"Two handlers for {topic}")
        HANDLERS[topic] = function
        return function

    return register
