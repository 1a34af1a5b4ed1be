"""Production's rules on a plain-HTTP test client, with a fast hasher and a temporary var folder."""

import hashlib
import os
import tempfile
from pathlib import Path

from krachtwijken.settings.base import *  # noqa: F403
from krachtwijken.settings.base import DATABASES, STORAGES

SECRET_KEY = "test-only-" + "0123456789" * 5
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EXAMPLE_CONTENT_ALLOWED = True

# The prepared model is read from the ordinary place; everything a test writes goes to its own folder.
ORDINARY_VAR = os.environ.get("KRACHTWIJKEN_VAR", str(Path(__file__).resolve().parents[3] / "var"))
MODEL_DIR = Path(ORDINARY_VAR) / "model"
KRACHTWIJKEN_VAR = Path(tempfile.mkdtemp(prefix="krachtwijken-test-"))
MEDIA_ROOT = KRACHTWIJKEN_VAR / "media"
STATIC_ROOT = KRACHTWIJKEN_VAR / "static"
STATIC_ROOT.mkdir()

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and child processes must see the same rows. One per checkout.
    checkout = hashlib.sha1(ORDINARY_VAR.encode(), usedforsecurity=False).hexdigest()[:8]
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/krachtwijken-test-{checkout}.sqlite3"}
else:
    # Nothing here has to outlive a power cut: a third of the time of what commits went into waiting for the disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Tests open a page more often than a visitor; those of the limit set one.
READS_PER_MINUTE = 0

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECOND_FACTOR_REQUIRED = False
