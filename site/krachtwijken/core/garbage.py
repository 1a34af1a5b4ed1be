"""Python's search for garbage, kept away from what stays."""

import gc


def settle() -> None:
    """Call when a process has loaded what it keeps: model, word lists, index.

    A full collection otherwise walks over all of that now and then, and some visitor waits for it (docs/operations.md).
    """
    gc.collect()
    gc.freeze()
