"""Files into one archive and out of it again, each with its hash."""

import contextlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from krachtwijken.core.backup.manifest import NAME, BackupError, Manifest, hash_of, read_manifest

# Vectors hardly get smaller, and a backup must not take the night.
COMPRESSION = 3


@contextlib.contextmanager
def new_archive(target: Path) -> Iterator[tarfile.TarFile]:
    """Stands at `target` when everything is in it, not before; only who made it may read it."""
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with (
            open(unfinished, "xb", opener=_private) as stream,
            tarfile.open(fileobj=stream, mode="w:gz", compresslevel=COMPRESSION) as archive,
        ):
            yield archive
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def add(archive: tarfile.TarFile, manifest: Manifest, path: Path, name: str) -> None:
    # Somebody may delete an upload while the backup runs: its row is in the snapshot of the database or gone too.
    with contextlib.suppress(FileNotFoundError):
        manifest.files[name] = hash_of(path)
        archive.add(path, name, recursive=False)


def unpack(source: Path, folder: Path) -> Manifest:
    """Everything in `folder`, compared with the list: a file that is missing, changed or added refuses the whole."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(f"De back-up kan niet worden uitgepakt: {error}") from error
    manifest = read_manifest(folder)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    if there != set(manifest.files):
        raise BackupError("In de back-up ontbreken bestanden, of er staan andere in dan in de lijst.")
    for name, expected in manifest.files.items():
        if hash_of(folder / name) != expected:
            raise BackupError(f"In de back-up is {name} beschadigd.")
    return manifest
