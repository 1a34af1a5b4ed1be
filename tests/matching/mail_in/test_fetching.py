"""From a box to the table: a Maildir, a real IMAP server over TLS, the command and the worker."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from matching.handlers import fetch_mail_regularly
from matching.mail_in.boxes import BoxError
from matching.mail_in.enums import Fate
from matching.mail_in.models import FetchMark, IncomingMail, SeenMail
from matching.mail_in.services import fetching
from matching.mail_in.services.fetching import fetch_mail
from tests.matching.mail_in.imap_server import PASSWORD, USER, ImapServer, require_dovecot, run_dovecot
from tests.matching.mail_in.mails_made import INBOUND, mail_of_stranger

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def maildir(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "box"
    for part in ("new", "cur", "tmp"):
        (path / part).mkdir(parents=True)
    settings.INBOUND_ADDRESS, settings.INBOUND_MAILDIR = INBOUND, str(path)
    return path


@pytest.fixture
def imap(settings: Any) -> Iterator[ImapServer]:
    require_dovecot()
    # Another user must be able to come near it.
    base = Path(tempfile.mkdtemp(prefix="krachtwijken-imap-"))
    base.chmod(0o755)
    try:
        with run_dovecot(base) as server:
            settings.INBOUND_ADDRESS, settings.INBOUND_MAILDIR = INBOUND, ""
            settings.INBOUND_IMAP_HOST, settings.INBOUND_IMAP_PORT = "localhost", server.port
            settings.INBOUND_IMAP_USER, settings.INBOUND_IMAP_PASSWORD = USER, PASSWORD
            settings.INBOUND_IMAP_CA_FILE = str(server.ca_file)
            yield server
    finally:
        shutil.rmtree(base, ignore_errors=True)


def put(box: Path, *names: str) -> None:
    for name in names:
        (box / "new" / name).write_bytes(mail_of_stranger(mail_id=name, text=f"Mail {name}."))


def test_maildir_is_emptied_into_the_folder_of_what_was_read(maildir: Path) -> None:
    put(maildir, "1.a", "2.b")
    assert fetch_mail() == {"person": 2}
    assert fetch_mail() == {}
    assert not list((maildir / "new").iterdir())
    assert len(list((maildir / ".Verwerkt" / "cur").iterdir())) == 2
    assert IncomingMail.objects.count() == 2


def test_mail_that_was_taken_and_not_moved_is_known(maildir: Path) -> None:
    put(maildir, "1.a")
    fetch_mail()
    put(maildir, "1.a")
    assert fetch_mail() == {Fate.DROPPED: 1}
    assert IncomingMail.objects.count() == 1


def test_mail_that_fails_stays_and_keeps_no_other_waiting(
    maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(maildir, "1.a", "2.b")
    receive = fetching.receive_mail

    def fail_first(*, raw: bytes, is_whole: bool) -> Fate:
        if b"Mail 1.a." in raw:
            raise RuntimeError("stuk")
        return receive(raw=raw, is_whole=is_whole)

    monkeypatch.setattr(fetching, "receive_mail", fail_first)
    assert fetch_mail() == {"failed": 1, "person": 1}
    assert [file.name for file in (maildir / "new").iterdir()] == ["1.a"]


def test_mail_that_is_too_large_is_read_at_its_beginning(maildir: Path, settings: Any) -> None:
    settings.INBOUND_MAX_MB = 1
    text = "Begin.\n" + "Regel tekst.\n" * 200_000
    (maildir / "new" / "1.groot").write_bytes(mail_of_stranger(text=text))
    assert fetch_mail() == {"person": 1}
    mail = IncomingMail.objects.get()
    # Of a stranger that is the first thing to know.
    assert mail.doubt == "no_key"
    assert len(mail.whole) < 70_000


def test_command_says_what_it_did_and_what_is_missing(
    maildir: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    put(maildir, "1.a")
    call_command("fetch_mail")
    assert "person 1" in capsys.readouterr().out
    settings.INBOUND_ADDRESS = ""
    with pytest.raises(CommandError, match="INBOUND_ADDRESS"):
        call_command("fetch_mail")


def test_worker_fetches_and_health_says_when(maildir: Path, client: Client, settings: Any) -> None:
    put(maildir, "1.a")
    assert client.get("/health/ready").json()["checks"]["mail_in"] == "failed"
    fetch_mail_regularly()
    answer = client.get("/health/ready").json()
    assert answer["checks"]["mail_in"] == "ok"
    assert answer["details"]["mail_in"]["worked_at"]
    FetchMark.objects.update(worked_at=timezone.now() - timedelta(hours=1))
    assert client.get("/health/ready").json()["checks"]["mail_in"] == "failed"
    settings.INBOUND_ADDRESS = ""
    answer = client.get("/health/ready").json()
    assert (answer["checks"]["mail_in"], answer["details"]["mail_in"]["configured"]) == ("ok", False)


def test_worker_goes_on_when_the_box_is_away(settings: Any, tmp_path: Path) -> None:
    settings.INBOUND_ADDRESS, settings.INBOUND_MAILDIR = INBOUND, str(tmp_path / "weg")
    fetch_mail_regularly()
    mark = FetchMark.objects.get()
    assert (mark.worked_at, mark.failed_at is not None) == (None, True)


def test_imap_box_is_emptied_over_tls(imap: ImapServer) -> None:
    put(imap.box, "1.a", "2.b")
    assert fetch_mail() == {"person": 2}
    assert fetch_mail() == {}
    assert len(list((imap.box / ".Verwerkt").glob("*/*.*"))) == 2
    assert SeenMail.objects.count() == 2


def test_imap_box_reads_only_the_beginning_of_a_large_mail(imap: ImapServer, settings: Any) -> None:
    settings.INBOUND_MAX_MB = 1
    (imap.box / "new" / "1.groot").write_bytes(mail_of_stranger(text="Regel tekst.\n" * 200_000))
    assert fetch_mail() == {"person": 1}
    assert len(IncomingMail.objects.get().whole) < 70_000


def test_imap_server_with_another_certificate_or_password_is_refused(imap: ImapServer, settings: Any) -> None:
    put(imap.box, "1.a")
    settings.INBOUND_IMAP_CA_FILE = ""
    with pytest.raises(BoxError, match="SSLCertVerificationError"):
        fetch_mail()
    settings.INBOUND_IMAP_CA_FILE, settings.INBOUND_IMAP_PASSWORD = str(imap.ca_file), "ander-woord"
    with pytest.raises(BoxError) as refused:
        fetch_mail()
    assert "ander-woord" not in str(refused.value)
    assert not SeenMail.objects.exists()
