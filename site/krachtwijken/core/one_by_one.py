"""Nightly work on many rows, of which one that fails must not stop the rest."""

from collections.abc import Callable, Iterable

import structlog

log = structlog.get_logger(__name__)


class RowsFailedError(Exception):
    """What could be done is done; the job is tried again for the rest."""


def run_one_by_one(keys: Iterable[int], job: Callable[[int], object], *, name: str) -> int:
    """`job` opens a transaction of its own. Returns for how many it gave something; raises RowsFailedError at the end when
    any failed, so that the night is not called done."""
    done, failed = 0, 0
    for key in list(keys):
        try:
            done += bool(job(key))
        except Exception:
            log.exception("row_failed", job=name, key=key)
            failed += 1
    if failed:
        raise RowsFailedError(f"{name}: {failed}")
    return done
