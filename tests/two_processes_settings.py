"""For a process beside the one of the test: the test database, and the cache of a site that runs."""

import os

from krachtwijken.settings.database import cache_settings
from krachtwijken.settings.test import *  # noqa: F403
from krachtwijken.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
CACHES = cache_settings()
