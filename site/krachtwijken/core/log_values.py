"""Values that no line of the log may hold, taken out of the line as the last thing before it is written.

Knows no Django: the settings themselves name it.
"""

import re
from collections.abc import MutableMapping
from typing import Any

LEFT_OUT = "…"
MAIL_ADDRESS = re.compile(r"[^\s@<>'\"(){}\[\],;:=]+@[^\s@<>'\"(){}\[\],;:=]+")
# What an error says of itself holds the value it fell over between quotes, or as PostgreSQL does: Key (slug)=(value).
VALUE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|(?<==)\([^\n]*\)")
OURS = frozenset({"krachtwijken", "knowledge", "expertpool", "search", "matching"})
ERROR_KEYS = ("exception", "error")


def told_error(error: BaseException) -> str:
    """An error for a line and for the row of a task: its kind, a code of the other side, and where. What it says of
    itself only when the words are ours."""
    if type(error).__module__.partition(".")[0] in OURS:
        return MAIL_ADDRESS.sub(LEFT_OUT, VALUE.sub(LEFT_OUT, f"{type(error).__name__}: {error}"))
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" in {frame.tb_frame.f_code.co_qualname}, line {frame.tb_lineno}" if frame else ""
    return f"{type(error).__name__}{f' {code}' if isinstance(code, int) else ''}{place}"


def without_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """No mail address anywhere, and no value in what an error says of itself."""
    for key, value in event.items():
        if not isinstance(value, str):
            continue
        if key in ERROR_KEYS:
            value = "\n".join(_error_line(line) for line in value.split("\n"))
        event[key] = MAIL_ADDRESS.sub(LEFT_OUT, value) if "@" in value else value
    return event


def _error_line(line: str) -> str:
    """Lines of code, which are indented, stay as they are."""
    return line if line.startswith(" ") else VALUE.sub(LEFT_OUT, line)
