"""A backup, everything lost, and the site back again: on whichever database the suite runs."""

import hashlib
import json
import tarfile
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from knowledge.models import CasePage
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import record
from krachtwijken.core.backup.manifest import NAME
from krachtwijken.core.models import AuditEvent
from tests.factories.documents import attach, make_document, pdf
from tests.factories.pages import make_case

PASSWORD = "geheim-woord-123"
# Rows that the restore itself or a visitor afterwards adds.
ADDED_LATER = {"django_session", "django_cache", "usersessions_usersession"}
# Counted again with the search index, that the restore makes anew: its row tells when.
COUNTED_AGAIN = {"search_storedvocabulary"}


@pytest.fixture
def filled(
    committed: None, search_index: Any, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> CasePage:
    # A folder of its own: other tests leave uploads in the shared one.
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    case = make_case(title="Moestuin in de polder", summary="Met aardappelen, één ’t Hof en 👍🏽.")
    attach(case, make_document(pdf("Over de kade."), title="Vogelverslag"))
    User.objects.create_user("redactie@example.org", PASSWORD, name="Redactie")
    record(actor=None, action="test.done", target=case)
    call_command("rebuild_index")
    return case


def rows() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in ADDED_LATER:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                found[table] = cursor.fetchone()[0]
    return found


def content() -> dict[str, str]:
    """Of every table a hash of its rows, whatever order they come in."""
    found = {}
    with connection.cursor() as cursor:
        for table in rows().keys() - COUNTED_AGAIN:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = hashlib.sha256(repr(sorted(map(plain, cursor.fetchall()))).encode()).hexdigest()
    return found


def plain(row: tuple[Any, ...]) -> str:
    """PostgreSQL gives bytes as a view on memory, which tells its place only."""
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


def uploads() -> dict[str, str]:
    folder = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def lose_everything(search_index: Any) -> None:
    """The trail refuses to be emptied, so that what guards it goes for a moment: the restored database has it again."""
    stays = import_module("krachtwijken.core.migrations.0003_audit_rows_stay")
    guards = stays.SQLITE_UNDO if connection.vendor == "sqlite" else []
    with connection.cursor() as cursor:
        for statement in guards:
            cursor.execute(statement)
    # Without what follows a migration: kinds of content keep the numbers that this process remembers.
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    search_index.rebuild([])


def restored(path: Path, *options: str) -> dict[str, Any]:
    out = _Out()
    call_command("restore", str(path), "--json", *options, stdout=out)
    return dict(json.loads(out.said))


class _Out:
    said = ""

    def write(self, text: str) -> None:
        self.said += text


def test_site_that_lost_everything_comes_back_whole(
    filled: CasePage, search_index: Any, tmp_path: Path
) -> None:
    before = (rows(), content(), uploads())
    call_command("backup", str(tmp_path / "backup.tar.gz"))
    lose_everything(search_index)
    assert not User.objects.exists()
    report = restored(tmp_path / "backup.tar.gz")
    assert (rows(), content(), uploads()) == before
    assert report["media"] == 1
    visitor = Client()
    assert "Moestuin in de polder" in visitor.get("/zoeken/?q=moestuin").content.decode()
    answer = visitor.post("/accounts/login/", {"login": "redactie@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert make_case(title="Daarna").pk > filled.pk, "numbers go on where they were"


def test_trail_comes_back_and_still_cannot_be_changed(
    filled: CasePage, search_index: Any, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path / "backup.tar.gz"))
    lose_everything(search_index)
    restored(tmp_path / "backup.tar.gz")
    assert AuditEvent.objects.filter(action="test.done").count() == 1
    with pytest.raises(Exception, match="never changed"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET action = 'x'")


def test_database_that_is_in_use_is_not_replaced_by_accident(filled: CasePage, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "backup.tar.gz"))
    CasePage.objects.filter(pk=filled.pk).update(title="Intussen veranderd")
    with pytest.raises(CommandError, match="niet leeg"):
        restored(tmp_path / "backup.tar.gz")
    assert CasePage.objects.get(pk=filled.pk).title == "Intussen veranderd"
    restored(tmp_path / "backup.tar.gz", "--replace")
    assert CasePage.objects.get(pk=filled.pk).title == "Moestuin in de polder"


def changed(source: Path, target: Path, name: str, data: bytes) -> None:
    """The archive with other bytes under this name, the list untouched."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old.getmembers():
            file = old.extractfile(member)
            assert file is not None
            body = data if member.name == name else file.read()
            member.size = len(body)
            new.addfile(member, BytesIO(body))


def test_damaged_backup_is_refused_and_nothing_is_touched(filled: CasePage, tmp_path: Path) -> None:
    whole, damaged = tmp_path / "whole.tar.gz", tmp_path / "damaged.tar.gz"
    call_command("backup", str(whole))
    with tarfile.open(whole) as archive:
        upload = next(name for name in archive.getnames() if name.startswith("media/"))
    changed(whole, damaged, upload, b"something else")
    before = (rows(), content(), uploads())
    with pytest.raises(CommandError, match="beschadigd"):
        restored(damaged, "--replace")
    (tmp_path / "half.tar.gz").write_bytes(whole.read_bytes()[:-2000])
    with pytest.raises(CommandError, match="back-up"):
        restored(tmp_path / "half.tar.gz", "--replace")
    assert (rows(), content(), uploads()) == before


def test_backup_of_a_newer_version_is_refused(filled: CasePage, tmp_path: Path) -> None:
    whole, newer = tmp_path / "whole.tar.gz", tmp_path / "newer.tar.gz"
    call_command("backup", str(whole))
    with tarfile.open(whole) as archive:
        file = archive.extractfile(NAME)
        assert file is not None
        manifest = json.load(file)
    manifest["migrations"].append(["core", "9999_from_the_future"])
    changed(whole, newer, NAME, json.dumps(manifest).encode())
    with pytest.raises(CommandError, match="nieuwere versie"):
        restored(newer, "--replace")


def test_backup_can_be_read_by_nobody_else_and_leaves_nothing_beside_it(
    filled: CasePage, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path))
    (made,) = tmp_path.glob("*.tar.gz")
    assert made.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path != made and path.name != "index"] == []
    with pytest.raises(CommandError, match="bestaat al"):
        call_command("backup", str(made))
