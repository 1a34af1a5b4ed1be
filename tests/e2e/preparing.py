"""The site of the browser tests, made as `make setup` does, with the example content. `python -m tests.e2e.preparing FOLDER`
makes it beforehand: it takes one core for minutes, so CI lets it go beside what takes the other one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "een-wachtwoord-om-mee-te-proberen"


def plain_folder(made: Path) -> Path:
    """The example content and nothing else."""
    return made / "plain"


def filled_folder(made: Path) -> Path:
    """With what the example content does not hold as well."""
    return made / "filled"


def site_environment(var: Path) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **keep,
        "DJANGO_SETTINGS_MODULE": "krachtwijken.settings.dev",
        "KRACHTWIJKEN_VAR": str(var),
        "EXAMPLE_PASSWORD": PASSWORD,
        "SEARCH_ENGINE": "embedded",
        "LOG_LEVEL": "WARNING",
    }


def manage(var: Path, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=site_environment(var), **options)


def prepare_site(made: Path, model: Path) -> None:
    """`model` is the folder of the prepared language model. What goes wrong is an AssertionError with the end of the log."""
    plain, filled = plain_folder(made), filled_folder(made)
    plain.mkdir(parents=True)
    (plain / "model").symlink_to(model)
    log = made / "prepare.log"
    _run(plain, log, 900, "prepare")
    shutil.copytree(plain, filled, symlinks=True)
    call = f"from tests.e2e.filling import fill; fill({PASSWORD!r})"
    _run(filled, log, 300, "shell", "-c", call)


def _run(var: Path, log: Path, seconds: int, *arguments: str) -> None:
    with log.open("ab") as output:
        code = manage(var, *arguments, stdout=output, stderr=subprocess.STDOUT).wait(timeout=seconds)
    assert code == 0, log.read_text(encoding="utf-8", errors="replace")[-4000:]


if __name__ == "__main__":
    prepare_site(Path(sys.argv[1]).resolve(), ROOT / "var" / "model")
