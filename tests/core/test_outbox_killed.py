"""A worker that is killed, on a database that it shares with this process."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from krachtwijken.core.mail import queue_text
from krachtwijken.core.outbox.models import MailMessage, OutboxRow, RowState


@pytest.mark.slow
def test_worker_killed_halfway_loses_and_doubles_nothing(committed: None, tmp_path: Path) -> None:
    for number in range(30):
        queue_text(to="a@example.org", subject=str(number), body="x", key=f"mail-{number}")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "WORKER_MAIL": str(tmp_path),
    }
    environment["WORKER_DATABASE"] = str(connection.settings_dict["NAME"])
    environment["PYTHONPATH"] = os.pathsep.join(["site", "."])
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "manage.py", "worker"]
    connection.close()
    worker = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 3 and time.monotonic() < limit:
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert MailMessage.objects.filter(sent_at=None).exists(), "killed too late to prove anything"
    OutboxRow.objects.filter(state=RowState.WORKING).update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )
    for _ in range(2):
        connection.close()
        subprocess.run([*command, "--once"], cwd=root, env=environment, stdout=subprocess.DEVNULL, check=True)
        OutboxRow.objects.filter(state=RowState.WAITING).update(run_after=timezone.now())
    assert not MailMessage.objects.filter(sent_at=None).exists()
    subjects = [
        line
        for file in tmp_path.iterdir()
        for line in file.read_text().splitlines()
        if line.startswith("Subject")
    ]
    # The one mail in hand at the kill may have left before it was marked: same Message-ID, so a receiver can tell.
    assert 30 <= len(subjects) <= 31
    assert len(set(subjects)) == 30
