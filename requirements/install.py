"""Install the locked packages into this environment: `python requirements/install.py model|test`.

torch goes first and alone: its CPU build where one is on offer, else the build with CUDA, which needs NVIDIA's
libraries (several GB) as well.
"""

import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPTIONS = ("--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:")


def pip(*arguments: str, check: bool = True, quiet: bool = False) -> bool:
    command = [sys.executable, "-m", "pip", "install", *OPTIONS, *arguments]
    return subprocess.run(command, check=check, stderr=subprocess.DEVNULL if quiet else None).returncode == 0


def install_torch() -> None:
    if pip("--no-deps", "-r", str(HERE / "torch-cpu.txt"), check=False, quiet=True):
        return
    print("No CPU build of torch on offer here (README tells where to get it): taking the ordinary one.")  # noqa: T201
    pip("--no-deps", "-r", str(HERE / "torch.txt"))
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        pip("-r", str(HERE / "torch-cuda.txt"))


def main(which: str) -> None:
    install_torch()
    pip("-r", str(HERE / f"{which}.txt"))


if __name__ == "__main__":
    main(sys.argv[1])
