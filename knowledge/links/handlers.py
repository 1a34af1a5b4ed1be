"""What happens at night: the list is made anew, and what is due goes to the workers, one address a row."""

from typing import Any

from knowledge.links.services import TOPIC, check_link, queue_due_links, refresh_uses
from krachtwijken.core.outbox import handler
from krachtwijken.core.scheduler import nightly


@nightly("knowledge.links")
def look_at_links() -> None:
    refresh_uses()
    queue_due_links()


@handler(TOPIC, long=True)
def look_at_link(payload: dict[str, Any]) -> None:
    check_link(pk=payload["link"])
