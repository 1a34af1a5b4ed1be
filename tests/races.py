"""Several people at the same moment: each in a thread and a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

SECONDS = 60


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """What each gave, or the exception that it ended with, in the order of the actions."""
    start = Barrier(len(actions))
    outcomes: list[Any] = [None] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        try:
            start.wait(SECONDS)
            outcomes[place] = action()
        except Exception as error:  # noqa: BLE001 - the test judges what came of it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    return outcomes


def failures(outcomes: list[Any]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
