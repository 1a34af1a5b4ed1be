"""`python deploy/healthcheck.py web|worker`: code 0 when that part of this container can do its work.

Needs nothing but Python. The web process only answers to its own host name and over https, so it is asked as the proxy
asks it.
"""

import http.client
import os
import sys
import time
from pathlib import Path

# The longest job of a worker is the nightly rebuild.
OLDEST_PULSE_SECONDS = 900


def web() -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().removeprefix(".")
    port = (os.environ.get("WEB_BIND", "").strip() or "127.0.0.1:8000").rpartition(":")[2]
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        connection.request("GET", "/health/ready", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def worker() -> bool:
    try:
        return time.time() - Path(os.environ["WORKER_PULSE"]).stat().st_mtime < OLDEST_PULSE_SECONDS
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker}[sys.argv[1]]() else 1)
