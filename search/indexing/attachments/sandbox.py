"""Run a program of ours on a stranger's file, with as little within reach as the kernel allows.

`python -I sandbox.py reader.py pdf …` closes the doors and then runs that file in this same process. Linux only, and
each door by itself: a kernel that lacks one still closes the other (docs/search-documents.md says what holds where).
Nothing of the platform is imported: no settings, no database, no secrets.
"""

import ctypes
import os
import platform
import runpy
import struct
import sys
from pathlib import Path

PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
FILTER_MODE = 2
# Landlock has the same numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_ASKED, PATH_BENEATH = 1, 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
# Every right that a version of Landlock knows is taken away; what is given back stands in `readable`.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP_RIGHTS, SCOPES = 0b11, 0b11
FROM_TCP, FROM_SCOPES = 4, 6

# Calls by which a process reaches the network, another process, or a program: (x86-64, ARM64).
CLOSED: dict[str, tuple[int, int | None]] = {
    "socket": (41, 198), "connect": (42, 203), "sendto": (44, 206), "bind": (49, 200), "listen": (50, 201),
    "socketpair": (53, 199), "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "ptrace": (101, 117), "mount": (165, 40), "add_key": (248, 217), "request_key": (249, 218),
    "keyctl": (250, 219), "unshare": (272, 97), "perf_event_open": (298, 241), "open_by_handle_at": (304, 265),
    "setns": (308, 268), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "bpf": (321, 280),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
}  # fmt: skip
# A thread is made by the same call as a process. The newer call hides which of the two: then C uses the older one.
CLONE, NEWER_CLONE, THREAD = (56, 220), 435, 0x00010000
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
LOAD, EQUAL, AT_LEAST, HAS, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE, UNKNOWN, END = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000
# On x86-64 numbers from here on are the same calls in another dress.
OTHER_DRESS = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)


def close_doors(readable: list[Path]) -> dict[str, bool]:
    """Cannot be undone by this process. Which doors are closed now."""
    if sys.platform != "linux":
        return {"files": False, "network": False}
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    return {"files": read_only(readable), "network": refuse_network_and_others()}


def read_only(readable: list[Path]) -> bool:
    """Landlock: of the whole disk these folders can be read; nothing can be written, not even what is in /proc."""
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_ASKED)
    if version < 1:
        return False
    rights = FILE_RIGHTS[max(known for known in FILE_RIGHTS if known <= version)]
    fields = [rights]
    if version >= FROM_TCP:
        fields.append(TCP_RIGHTS)
    if version >= FROM_SCOPES:
        fields.append(SCOPES)
    wanted = struct.pack(f"={len(fields)}Q", *fields)
    rules = libc.syscall(CREATE_RULESET, wanted, ctypes.c_size_t(len(wanted)), 0)
    if rules < 0:
        return False
    try:
        for folder in readable:
            _let_read(rules, folder)
        return int(libc.syscall(RESTRICT_SELF, rules, 0)) == 0
    finally:
        os.close(rules)


def _let_read(rules: int, folder: Path) -> None:
    if not folder.is_dir():
        return
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", READ_FILE | READ_FOLDER, place), 0)
    finally:
        os.close(place)


def refuse_network_and_others() -> bool:
    """A seccomp filter: the calls in CLOSED answer "not permitted"."""
    if platform.machine() not in MACHINES:
        return False
    column, architecture = MACHINES[platform.machine()]
    numbers = [number for pair in CLOSED.values() if (number := pair[column]) is not None]
    last = [
        (EQUAL, 0, 1, NEWER_CLONE), (ANSWER, 0, 0, UNKNOWN),
        (EQUAL, 0, 2, CLONE[column]), (LOAD, 0, 0, FIRST_ARGUMENT), (HAS, 0, 1, THREAD),
        (ANSWER, 0, 0, ALLOW), (ANSWER, 0, 0, REFUSE),
    ]  # fmt: skip
    steps = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, architecture), (ANSWER, 0, 0, END), (LOAD, 0, 0, NUMBER)]
    # Each comparison jumps over those that follow, to the refusal at the end.
    to_refusal = len(numbers) + len(last) - 1
    steps.append((AT_LEAST, to_refusal, 0, OTHER_DRESS))
    steps.extend((EQUAL, to_refusal - 1 - place, 0, number) for place, number in enumerate(numbers))
    steps.extend(last)
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    return int(libc.prctl(PR_SET_SECCOMP, FILTER_MODE, program, 0, 0)) == 0


def python_itself() -> list[Path]:
    """Where Python, its packages and the libraries of the system lie."""
    system = [Path(name) for name in ("/usr/lib", "/usr/local/lib", "/lib", "/lib64")]
    return [Path(sys.prefix), Path(sys.base_prefix), *system]


def run_confined(program: str, arguments: list[str]) -> None:
    close_doors([*python_itself(), Path(program).resolve().parent])
    sys.argv = [program, *arguments]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    run_confined(sys.argv[1], sys.argv[2:])
