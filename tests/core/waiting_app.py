"""A site of one page, for testing how gunicorn is run: `/wait?FILE` makes FILE.begun and answers when FILE exists."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/wait":
        held = Path(environ["QUERY_STRING"])
        held.with_suffix(".begun").touch()
        while not held.exists():
            time.sleep(0.01)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]
