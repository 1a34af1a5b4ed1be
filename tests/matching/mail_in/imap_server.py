"""A real dovecot for one test: as an unprivileged user, over TLS, with boxes in a folder of the test."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER, PASSWORD = "loket", "geheim-woord-123"
CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {account}
default_login_user = {account}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
ssl = required
ssl_cert = <{base}/server.pem
ssl_key = <{base}/server.key
disable_plaintext_auth = yes
mail_location = maildir:{base}/box
mail_uid = {account}
mail_gid = {group}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={account} gid={group} home={base}
}}
"""


@dataclass(frozen=True)
class ImapServer:
    port: int
    ca_file: Path
    box: Path


def require_dovecot() -> str:
    """On a laptop without it a test says why it skips; in CI it fails."""
    if PROGRAM is None:
        reason = "dovecot is not installed (Debian: dovecot-imapd)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return PROGRAM


@contextmanager
def run_dovecot(base: Path) -> Iterator[ImapServer]:
    program = require_dovecot()
    account = _unprivileged()
    port = _free_port()
    box = base / "box"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    _make_certificate(base)
    config = base / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            base=base, port=port, password=PASSWORD, account=account.pw_name, group=_group_of(account)
        )
    )
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{account.pw_uid}:{account.pw_gid}", base], check=True)
    process = subprocess.Popen(
        [program, "-F", "-c", str(config)],
        user=account.pw_uid if os.geteuid() == 0 else None,
        group=account.pw_gid if os.geteuid() == 0 else None,
        extra_groups=[] if os.geteuid() == 0 else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(port, process, base / "dovecot.log")
        yield ImapServer(port, base / "server.pem", box)
    finally:
        process.terminate()
        process.wait(10)


def _unprivileged() -> pwd.struct_passwd:
    """`nobody` for root, as in CI; else whoever runs the tests."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _group_of(account: pwd.struct_passwd) -> str:
    import grp

    return grp.getgrgid(account.pw_gid).gr_name


def _make_certificate(base: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", base / "server.key", "-out", base / "server.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            told = log.read_text() if log.exists() else ""
            errors = process.stderr.read().decode() if process.stderr else ""
            pytest.fail(f"dovecot stopped: {errors} {told}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"dovecot does not answer: {log.read_text() if log.exists() else ''}")
