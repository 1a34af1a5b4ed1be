"""Figures of a benchmark, and a database to measure in."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, connections


def time_call(action: Callable[[], Any]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not pass, to two decimals; 0 of none."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) if ordered else 0.0


@contextlib.contextmanager
def scratch_database(folder: Path) -> Iterator[None]:
    """A migrated database without rows takes the place of that of the site, and goes in the end. On SQLite it is a file in
    `folder`, not memory: every thread sees the same rows, and it is as fast as that of a site."""
    real, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    before = test["NAME"]
    test["NAME"] = str(folder / "db.sqlite3") if connection.vendor == "sqlite" else None
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(real, verbosity=0)
        test["NAME"] = before
