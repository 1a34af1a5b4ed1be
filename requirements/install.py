"""Install the locked packages into this environment: `python requirements/install.py model|test`.

torch goes first and alone. Its CPU build has the same version as the one with CUDA, and pip prefers the CPU
build wherever one is on offer; only when a CUDA build came in are NVIDIA's libraries (several GB) needed too.
"""

import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent


def pip(*arguments: str) -> None:
    options = ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, *arguments], check=True)


def needs_cuda_libraries() -> bool:
    return (platform.system(), platform.machine()) == ("Linux", "x86_64") and "+cpu" not in version("torch")


def main(which: str) -> None:
    pip("--no-deps", "-r", str(HERE / "torch.txt"))
    if needs_cuda_libraries():
        pip("-r", str(HERE / "torch-cuda.txt"))
    pip("-r", str(HERE / f"{which}.txt"))


if __name__ == "__main__":
    main(sys.argv[1])
