"""Install the locked packages into this environment: `python requirements/install.py model|test`.

torch goes first and alone: its CPU build where one is on offer, else the build with CUDA, which needs NVIDIA's
libraries (several GB) as well.
"""

import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPTIONS = ("--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:")


# pip tells five things of every package; a line now and then says that it has not stopped.
A_LINE_EVERY = 20
LAST_WORDS = 40


def progress(chatter: Iterable[str]) -> Iterator[str]:
    """What is shown of what pip says."""
    collected = 0
    for line in chatter:
        if line.startswith("Collecting "):
            collected += 1
            if collected % A_LINE_EVERY == 0:
                yield f"      {collected} pakketten ..."
        elif line.startswith("Installing collected packages"):
            yield "      installeren ..."


def pip(*arguments: str, check: bool = True) -> bool:
    """Installs; when that fails and `check` says that it must not, the last words of pip are shown."""
    command = [sys.executable, "-m", "pip", "install", *OPTIONS, *arguments]
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        for line in progress(_kept(process.stdout or (), said)):
            tell(line)
    if process.returncode and check:
        sys.exit("\n".join(said[-LAST_WORDS:]))
    return process.returncode == 0


def _kept(lines: Iterable[str], said: list[str]) -> Iterator[str]:
    for line in lines:
        said.append(line.rstrip())
        yield line


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def install_torch() -> None:
    if pip("--no-deps", "-r", str(HERE / "torch-cpu.txt"), check=False):
        return
    tell("      geen CPU-versie van torch te vinden (zie README): de gewone komt, met enkele GB erbij ...")
    pip("--no-deps", "-r", str(HERE / "torch.txt"))
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        pip("-r", str(HERE / "torch-cuda.txt"))


def main(which: str) -> None:
    tell("Pakketten installeren (de eerste keer enkele minuten) ...")
    install_torch()
    pip("-r", str(HERE / f"{which}.txt"))


if __name__ == "__main__":
    main(sys.argv[1])
