"""For a worker of its own in a test: the test database, slow mail to files."""

import os

from krachtwijken.settings.test import *  # noqa: F403
from krachtwijken.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
MAIL_TRANSPORT = "tests.slow_mail.SlowFileBackend"
EMAIL_FILE_PATH = os.environ["WORKER_MAIL"]
