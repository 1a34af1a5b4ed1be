"""Do this later, for certain: rows written in the transaction of the change, worked off by a worker.

`enqueue(...)` in a service, `@handler("topic")` in `<app>/handlers.py`. docs/adr/0004-outbox.md tells why.
"""

from krachtwijken.core.outbox.registry import handler
from krachtwijken.core.outbox.services import drain, enqueue

__all__ = ["drain", "enqueue", "handler"]
