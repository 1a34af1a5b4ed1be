"""What the process that reads a stranger's file can reach: tried from inside, as a hostile file would."""

import json
import os
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.indexing.attachments.extraction import SANDBOX

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are doors of Linux")

ATTEMPTS = """
    import json, os, signal, socket, subprocess, sys
    secret, port, parent = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

    def attempt(action):
        try:
            return "reached: " + repr(action())[:60]
        except (OSError, RuntimeError) as error:
            return type(error).__name__

    def connect():
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True

    print(json.dumps({
        "read a file of the site": attempt(lambda: open(secret).read()),
        "read the environment of the site": attempt(lambda: open(f"/proc/{parent}/environ", "rb").read()),
        "read the memory of the site": attempt(lambda: open(f"/proc/{parent}/mem", "rb").fileno()),
        "list the disk": attempt(lambda: os.listdir("/home")),
        "read accounts": attempt(lambda: open("/etc/passwd").read()),
        "write a file": attempt(lambda: open("made-here", "w").write("x")),
        "write beside the program": attempt(lambda: open(__file__ + ".new", "w").write("x")),
        "connect to a server": attempt(connect),
        "open a socket of the machine": attempt(lambda: socket.socket(socket.AF_UNIX)),
        "start a program": attempt(lambda: subprocess.run(["/bin/true"]).returncode),
        "start a copy": attempt(lambda: os.fork() or os._exit(0)),
        "stop the site": attempt(lambda: os.kill(parent, 0)),
    }))
"""


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def run_inside(folder: Path, code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = folder / "program" / "program.py"
    program.parent.mkdir()
    program.write_text(textwrap.dedent(code), encoding="utf-8")
    (folder / "work").mkdir()
    return subprocess.run(
        [sys.executable, "-I", str(SANDBOX), str(program), *arguments],
        cwd=folder / "work", env={}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_process_that_reads_a_file_reaches_nothing_else(tmp_path: Path, listening: int) -> None:
    secret = tmp_path / "krachtwijken.sqlite3"
    secret.write_text("the database", encoding="utf-8")
    done = run_inside(tmp_path, ATTEMPTS, str(secret), str(listening), str(os.getpid()))
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    assert {what: answer for what, answer in answers.items() if answer.startswith("reached")} == {}
    assert set(answers.values()) <= {"PermissionError"}


def test_process_that_reads_a_file_can_still_load_its_libraries(tmp_path: Path) -> None:
    done = run_inside(tmp_path, "import pypdf, zipfile, defusedxml.ElementTree; print('loaded')")
    assert (done.stdout.strip(), done.returncode) == ("loaded", 0), done.stderr


def test_doors_that_are_closed_are_told(tmp_path: Path) -> None:
    code = f"""
        import importlib.util, json
        spec = importlib.util.spec_from_file_location("sandbox", {str(SANDBOX)!r})
        sandbox = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sandbox)
        print(json.dumps(sandbox.close_doors([])))
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"files": True, "network": True}
