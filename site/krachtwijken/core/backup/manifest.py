"""The list in a backup: what was there, how much of it, and the hash of every file."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
NAME = "manifest.json"
BLOCK = 1024 * 1024


class BackupError(Exception):
    """The message is for whoever typed the command."""


@dataclass
class Manifest:
    """`migrations` are app and name; `tables` rows per table; `files` the SHA-256 of every file in the archive."""

    made_at: str
    vendor: str
    migrations: list[tuple[str, str]]
    tables: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> Path:
        path = folder / NAME
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        return path

    @property
    def media(self) -> list[str]:
        return [name for name in self.files if name.startswith("media/")]


def read_manifest(folder: Path) -> Manifest:
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**found)
    except (OSError, ValueError, TypeError) as error:
        raise BackupError("Dit bestand is geen back-up van Krachtwijken, of het is niet heel.") from error
    if manifest.format != FORMAT:
        raise BackupError(f"Deze back-up heeft vorm {manifest.format}; deze versie leest vorm {FORMAT}.")
    manifest.migrations = [(app, name) for app, name in found["migrations"]]
    return manifest


def hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
