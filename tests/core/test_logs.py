"""What a line of the log holds."""

import json
import logging
import sys
from typing import Any

from django.conf import settings


def formatted(**fields: Any) -> dict[str, Any]:
    options = dict(settings.LOGGING["formatters"]["json"])
    formatter = options.pop("()")(**options)
    record = logging.LogRecord(
        "search", logging.ERROR, __file__, 1, "it failed", None, fields.get("exc_info")
    )
    return dict(json.loads(formatter.format(record)))


def test_error_has_its_traceback_in_one_line() -> None:
    try:
        raise ValueError("the index is gone")
    except ValueError:
        line = formatted(exc_info=sys.exc_info())
    assert line["event"] == "it failed"
    assert "ValueError: the index is gone" in line["exception"]


def test_line_without_an_error_has_no_traceback() -> None:
    assert set(formatted()) == {"event", "level", "timestamp"}
