"""One password for all example accounts of an environment: readable, random, kept in the var folder."""

import os
import secrets
from pathlib import Path

from django.conf import settings

WORDS = """
    anker appel avond balkon beuk boot brug buurt dak deur dorp duin eik fiets fontein gracht haven heide
    heuvel iep kade kanaal klok laan linde markt meer molen museum oever park plein poort rivier school singel
    stad steeg straat tuin veer veld vijver voordeur wandeling water weide wilg winkel zolder zomer
"""
FILE_NAME = "example-password"


def find_password_file() -> Path:
    return Path(settings.KRACHTWIJKEN_VAR) / FILE_NAME


def read_example_password() -> str:
    """Repeatable. From EXAMPLE_PASSWORD, else from the file, else made now and written to the file."""
    named = os.environ.get("EXAMPLE_PASSWORD", "").strip()
    if named:
        return named
    path = find_password_file()
    if path.exists() and (kept := path.read_text(encoding="utf-8").strip()):
        return kept
    made = "-".join(secrets.choice(WORDS.split()) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(made + "\n", encoding="utf-8")
    return made
