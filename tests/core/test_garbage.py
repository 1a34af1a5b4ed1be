"""What a process loaded is left out of Python's search for garbage."""

import gc

from krachtwijken.core import garbage


def test_what_is_there_is_not_looked_at_again() -> None:
    before = gc.get_freeze_count()
    garbage.settle()
    try:
        assert gc.get_freeze_count() > before
        assert len(gc.get_objects()) < 10_000, "a full collection has hardly anything to walk over"
    finally:
        gc.unfreeze()
