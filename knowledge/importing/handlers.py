"""Steps of a long import, done by a worker."""

from typing import Any

from knowledge.importing.services import TOPIC, run_step
from krachtwijken.core.outbox import handler


@handler(TOPIC, long=True)
def take_step(payload: dict[str, Any]) -> None:
    run_step(pk=payload["import"])
