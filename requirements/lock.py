"""Compile the `.in` files: hashes yes, index addresses no. torch has a lock of its own (torch.txt)."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPTIONS = (
    "--quiet --upgrade --python-version 3.11 --generate-hashes --no-header --no-emit-index-url "
    "--no-emit-find-links --no-emit-package torch"
).split()
# What only a CUDA build of torch brings; torch-cuda.txt holds these.
CUDA_PREFIXES = ("cuda-", "nvidia-", "triton")


def compile_lock(name: str) -> None:
    skipped = [f"--no-emit-package={package}" for package in cuda_packages()]
    files = [str(HERE / f"{name}.in"), "-o", str(HERE / f"{name}.txt")]
    subprocess.run([sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *skipped, *files], check=True)


def cuda_packages() -> list[str]:
    lines = (HERE / "torch-cuda.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("==")[0] for line in lines if line.startswith(CUDA_PREFIXES)]


if __name__ == "__main__":
    for name in ("run", "model", "test", "wapiti"):
        compile_lock(name)
