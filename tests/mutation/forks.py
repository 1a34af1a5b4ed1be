"""The tests are loaded once; everything is tried in a copy of this process, with a copy of the database."""

import contextlib
import cProfile
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

# So many times what one mutant may take, before its process is ended: on a busy machine a second of the processor is long.
PATIENCE = 60
# Seconds of the processor for one test.
ENDLESS = 60
Reached = dict[str, Any]


def in_a_fork(work: Callable[[Callable[[Any], None]], None], limit: float) -> tuple[list[Any], bool]:
    """What `work` told in a child process, and whether it came to an end within `limit` seconds."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as told:
        child = os.fork()
        if child == 0:
            _be_a_child(work, told.name)
        ended = _wait(child, limit)
        lines = Path(told.name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith(("}", "]"))], ended


def _be_a_child(work: Callable[[Callable[[Any], None]], None], told: str) -> None:
    os.setpgid(0, 0)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    code = 1
    try:
        with open(told, "a", encoding="utf-8", buffering=1) as target, own_database():  # noqa: PTH123
            work(lambda value: target.write(json.dumps(value) + "\n") and None)
        code = 0
    finally:
        os._exit(code)


def _wait(child: int, limit: float) -> bool:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


@contextlib.contextmanager
def own_database() -> Iterator[None]:
    """A test that is cut off must leave nothing to the next."""
    from django.db import connection, connections

    connections.close_all()
    old = Path(connection.settings_dict["NAME"])
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        new = Path(folder) / old.name
        shutil.copyfile(old, new)
        for settings in (connection.settings_dict, connections.settings["default"]):
            settings["NAME"] = str(new)
        yield
        connections.close_all()


def run_item(item: pytest.Item) -> bool:
    """Whether it passes. Only what belongs to the session stays for the next."""
    reports = runtestprotocol(item, log=False, nextitem=item.session)
    return not any(report.failed for report in reports)


def note_reach(items: list[pytest.Item], files: set[str], tell: Callable[[Any], None]) -> None:
    """Of each test that passes: how long it took and which functions of these files ran."""
    for item in items:
        watch = cProfile.Profile(builtins=False)
        began = time.monotonic()
        watch.enable()
        passes = run_item(item)
        watch.disable()
        took = time.monotonic() - began
        reached = {
            f"{code.co_filename}:{code.co_qualname.split('.<locals>')[0]}"
            for entry in watch.getstats()
            if not isinstance(code := entry.code, str) and code.co_filename in files
        }
        tell({"test": item.nodeid, "passes": passes, "seconds": round(took, 3), "reached": sorted(reached)})


def first_failure(items: list[pytest.Item], seconds: float, tell: Callable[[Any], None]) -> None:
    """Tells which test fails first, or how many passed in so many seconds of the processor: how busy the machine is must
    decide nothing."""
    # Else a loop without an end would hold this up for as long as a busy machine may take.
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + ENDLESS, resource.RLIM_INFINITY))
    until = time.process_time() + seconds
    for number, item in enumerate(items):
        if time.process_time() > until:
            tell({"passed": number, "of": len(items)})
            return
        if not run_item(item):
            tell({"killed_by": item.nodeid, "passed": number, "of": len(items)})
            return
    tell({"passed": len(items), "of": len(items)})


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
