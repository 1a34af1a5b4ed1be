"""`manage.py worker`: sends mail, indexes, runs the nightly jobs. Any number may run beside each other."""

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from krachtwijken.core import background
from krachtwijken.core.outbox import drain, wake, worker


class Command(BaseCommand):
    help = "Work the outbox off until SIGTERM or SIGINT; the row in hand is finished first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while drain(limit=100):
                pass
            return
        stopping = threading.Event()

        def stop(_number: int, _frame: FrameType | None) -> None:
            stopping.set()
            wake.wake_up()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write("Worker is bezig. Ctrl-C stopt hem.")
        path = settings.WORKER_PULSE
        ended = worker.run(stopped=stopping.is_set, pulse=Path(path).touch if path else lambda: None)
        if not ended:
            # A nightly job is inside the language model or the index: Python's own end would abort there.
            background.leave()
