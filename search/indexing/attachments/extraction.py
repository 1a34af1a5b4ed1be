"""The text of a hostile file, read by a process with limits (`reader.py`, in `sandbox.py`). No Django."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from krachtwijken.core.text.drawn import letters_as_seen

READER = Path(__file__).with_name("reader.py")
SANDBOX = Path(__file__).with_name("sandbox.py")
KINDS = frozenset({"pdf", "docx"})
MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 400
# About 400 passages: the model takes some ten seconds for them.
MOST_CHARACTERS = 300_000
MOST_SECONDS = 60
TOO_LONG = "Het lezen duurde te lang."
STOPPED = "Het lezen is afgebroken: het bestand vraagt te veel."


@dataclass(frozen=True)
class Extracted:
    """`cut` says that only the beginning was read; `error` is empty or a sentence for the editor."""

    parts: tuple[dict[str, str], ...] = ()
    pages: int = 0
    cut: bool = False
    error: str = ""


def extract(file: IO[bytes], kind: str, *, seconds: float = MOST_SECONDS) -> Extracted:
    """Never raises for what is in the file. `file` is a real file: the process reads it itself."""
    limits = (str(MOST_PAGES), str(MOST_CHARACTERS))
    command = [sys.executable, "-I", "-X", "utf8", str(SANDBOX), str(READER), kind, *limits]
    # Where the process starts to read; our own buffer may think otherwise.
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as answer:
        try:
            # An empty environment: nothing that the site knows by it is within reach.
            done = subprocess.run(
                command,
                stdin=file,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Extracted(error=TOO_LONG)
        answer.seek(0)
        seen = letters_as_seen if kind == "pdf" else str
        return _understood(answer.read(), seen) if done.returncode == 0 else Extracted(error=STOPPED)


def _understood(answer: bytes, seen: Callable[[str], str]) -> Extracted:
    try:
        reading = json.loads(answer)
        if "error" in reading:
            return Extracted(error=str(reading["error"])[:200])
        parts = tuple({"heading": part["heading"], "text": seen(part["text"])} for part in reading["parts"])
        return Extracted(parts, int(reading["pages"]), bool(reading["cut"]))
    except (ValueError, KeyError, TypeError):
        return Extracted(error=STOPPED)
