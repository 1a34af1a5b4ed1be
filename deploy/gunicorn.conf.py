"""gunicorn in production: `gunicorn -c deploy/gunicorn.conf.py krachtwijken.wsgi`. The outbox is worked off by
`manage.py worker`, never here: OUTBOX_EMBEDDED stays off."""

import os
import sys
from pathlib import Path
from typing import Any

# gunicorn reads this file before it looks for the application.
ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT / "site", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    return int(value) if value else default


bind = os.environ.get("WEB_BIND", "").strip() or "127.0.0.1:8000"
workers = _number("WEB_PROCESSES", 2)
threads = _number("WEB_THREADS", 4)
worker_class = "krachtwijken.core.web_worker.SharingWorker"
timeout = 60
graceful_timeout = 20
# The proxy keeps connections with visitors; here every request goes to the process that is free.
keepalive = 0
# A new process now and then, at different moments: memory that grew is given back.
max_requests = 5000
max_requests_jitter = 1000
loglevel = os.environ.get("LOG_LEVEL", "").strip().lower() or "info"
# The proxy keeps the log of requests; here the site logs them itself, without addresses of visitors.
accesslog = None
control_socket_disable = True
# Workers write a heartbeat; on a disk that would wait for the disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of the system in memory
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None


def post_worker_init(worker: Any) -> None:
    from krachtwijken.core.serving import start_serving  # inline: the settings are not loaded before

    start_serving(worker)


def worker_exit(server: Any, worker: Any) -> None:
    from krachtwijken.core.serving import stop_serving

    stop_serving(server, worker)
