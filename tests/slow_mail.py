"""Mail to files that takes its time, so that a test can kill the worker halfway."""

import time
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class SlowFileBackend(EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        time.sleep(0.05)
        return super().send_messages(email_messages)
