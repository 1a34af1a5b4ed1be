"""Make a backup, and make the site again from one."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from krachtwijken.core.backup import archive, migrations_state
from krachtwijken.core.backup.manifest import BackupError, Manifest
from krachtwijken.core.backup.postgresql import dump_postgresql, load_postgresql
from krachtwijken.core.backup.sqlite import dump_sqlite, load_sqlite

log = structlog.get_logger(__name__)


class Database(NamedTuple):
    """Out of the database into a folder, and back."""

    dump: Callable[[Path], dict[str, int]]
    load: Callable[[Path, Manifest], None]


DATABASES = {
    "sqlite": Database(dump_sqlite, load_sqlite),
    "postgresql": Database(dump_postgresql, load_postgresql),
}
# In the folder for uploads: the one place that is sure to be writable and large enough.
SCRATCH = ".terugzetten"


def make_backup(target: Path) -> Manifest:
    """The site may go on. The database is as it was at one moment; uploads as they are just after it."""
    if target.exists():
        raise BackupError(f"{target} bestaat al.")
    target.parent.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        made_at=datetime.now(UTC).isoformat(),
        vendor=connection.vendor,
        migrations=migrations_state.applied_migrations(),
    )
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name,
        archive.new_archive(target) as tar,
    ):
        scratch = Path(name)
        manifest.tables = DATABASES[connection.vendor].dump(scratch)
        for path in _files(scratch):
            archive.add(tar, manifest, path, str(path.relative_to(scratch)))
        for path in _files(media := Path(settings.MEDIA_ROOT)):
            archive.add(tar, manifest, path, f"media/{path.relative_to(media)}")
        tar.add(manifest.write(scratch), archive.NAME)
    log.info("backup_made", tables=len(manifest.tables), files=len(manifest.files))
    return manifest


def restore_backup(source: Path, *, replace: bool) -> Manifest:
    """Everything is looked at before anything is touched. `replace` says that what is in the database may go."""
    if not replace and is_in_use():
        raise BackupError("Deze database is niet leeg. Met --replace gaat alles weg wat erin staat.")
    media = Path(settings.MEDIA_ROOT)
    scratch = media / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        manifest = archive.unpack(source, scratch)
        if manifest.vendor != connection.vendor:
            raise BackupError(
                f"Deze back-up is van {manifest.vendor}; deze site draait op {connection.vendor}."
            )
        migrations_state.refuse_newer(manifest.migrations)
        DATABASES[connection.vendor].load(scratch, manifest)
        _replace_media(media, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    migrations_state.migrate_forward()
    call_command("createcachetable", verbosity=0)
    log.info(
        "backup_restored", made_at=manifest.made_at, tables=len(manifest.tables), files=len(manifest.files)
    )
    return manifest


def is_in_use() -> bool:
    from django.contrib.auth import get_user_model

    user = get_user_model()
    return user._meta.db_table in connection.introspection.table_names() and user._default_manager.exists()


def _replace_media(media: Path, scratch: Path) -> None:
    """The folder itself stays: it may be a volume."""
    for path in media.iterdir():
        if path != scratch:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    restored = scratch / "media"
    for path in restored.iterdir() if restored.is_dir() else ():
        path.rename(media / path.name)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and SCRATCH not in path.parts)
