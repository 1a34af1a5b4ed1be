"""The processes of docker-compose.yml, run by hand on the loopback address with the settings of production."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.scaleout.browser import HOST, Browser
from tests.scaleout.passage import Passage
from tests.scaleout.roles import Roles
from tests.scaleout.smtp import Catcher

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WEB_PROCESSES = 2
SECONDS_TO_ANSWER = 60.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(true: Callable[[], Any], *, seconds: float, what: str) -> Any:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        with contextlib.suppress(OSError):
            if answer := true():
                return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds:.0f} seconds: {what}")


@dataclass
class Stage:
    """`roles` are those of the database of this run alone: web and workers come as the site, never as the owner of the
    tables; `index` is the name of its index."""

    folder: Path
    roles: Roles
    elasticsearch: str
    model: Path
    index: str = field(default_factory=lambda: f"scaleout-{os.getpid()}-{secrets.token_hex(3)}")
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.elasticsearch)
        self.passage = Passage(parts.hostname or "", parts.port or 9200)
        self.mail = Catcher()
        self.port = free_port()
        self.redis_port = free_port() if shutil.which("redis-server") else None
        (self.folder / "model").symlink_to(self.model.resolve())
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "krachtwijken.settings.production",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "KRACHTWIJKEN_VAR": str(self.folder),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
            "TRUSTED_PROXY_COUNT": "1",
            "DATABASE_URL": self.roles.site,
            "DATABASE_SITE_ROLE": self.roles.site_name,
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": f"http://127.0.0.1:{self.passage.port}",
            "ELASTICSEARCH_INDEX": self.index,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0" if self.redis_port else "",
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail.port),
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "WEB_PROCESSES": str(WEB_PROCESSES),
            "OUTBOX_EMBEDDED": "",
            "WORKER_PULSE": str(self.folder / "pulse"),
            "DEBUG": "",
            "LOG_LEVEL": "WARNING",
        }

    # Parts

    def start(self, name: str) -> None:
        commands = {
            "web": [str(BIN / "gunicorn"), "-c", "deploy/gunicorn.conf.py", "krachtwijken.wsgi"],
            "redis": ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", ""],
        }
        command = commands.get(name, [sys.executable, "manage.py", "worker"])
        with (self.folder / f"{name}.log").open("ab") as log:
            # A group of its own, so that a kill takes its children along, as the end of a container does.
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """As a machine that loses power: no farewell."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> tuple[int, str]:
        """The exit code, and what the part wrote from the moment it was asked to end."""
        log = self.folder / f"{name}.log"
        before = log.stat().st_size
        process = self.processes.pop(name)
        process.terminate()
        code = process.wait(timeout=40)
        return code, log.read_bytes()[before:].decode("utf-8", errors="replace")

    def wait_for_web(self) -> None:
        limit = time.monotonic() + SECONDS_TO_ANSWER
        while not self.is_healthy("web"):
            assert time.monotonic() < limit, self.log_of("web")
            time.sleep(0.2)

    def is_healthy(self, part: str) -> bool:
        """What the container engine asks."""
        command = [sys.executable, "deploy/healthcheck.py", part]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=False).returncode == 0

    def log_of(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace")[-3000:] if path.exists() else ""

    def run(self, *command: str, seconds: float = 120, database: str = "") -> str:
        """`database` when another role than the site runs it."""
        environment = {**self.environment, **({"DATABASE_URL": database} if database else {})}
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True,
            timeout=seconds, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout

    def step(self, *arguments: str) -> dict[str, str]:
        answer = json.loads(self.run("-m", "tests.scaleout.steps", *arguments).splitlines()[-1])
        return dict(answer)

    # Looks

    def browser(self) -> Browser:
        return Browser(self.port)

    def rows(self, query: str) -> list[Any]:
        with psycopg.connect(self.roles.site, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def change(self, query: str) -> None:
        with psycopg.connect(self.roles.site, autocommit=True) as connection:
            connection.execute(query)

    def all_mail_sent(self) -> None:
        unsent = "SELECT count(*) FROM core_mailmessage WHERE sent_at IS NULL"
        until(lambda: self.rows(unsent) == [(0,)], seconds=60, what="all mail is sent")


@contextlib.contextmanager
def database_of_its_own(address: str) -> Iterator[str]:
    """An empty database beside the one named, and gone afterwards."""
    name = f"krachtwijken_scaleout_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
