"""For `make run` and work on the code: plain HTTP on the loopback address, mail to files, no second factor."""

from krachtwijken.settings import env
from krachtwijken.settings.base import *  # noqa: F403
from krachtwijken.settings.base import KRACHTWIJKEN_VAR, STATIC_ROOT, STORAGES
from krachtwijken.settings.logs import logging_settings

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "development-only-not-a-secret-0123456789abcdefghijklmnop")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.words("ALLOWED_HOSTS")]
DEVELOPMENT = True
EXAMPLE_CONTENT_ALLOWED = True

# Whoever works on the site, and measures it, is its only visitor.
READS_PER_MINUTE = env.number("READS_PER_MINUTE", 0)

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=False)

MAIL_TRANSPORT = env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = KRACHTWIJKEN_VAR / "mail"
OUTBOX_EMBEDDED = env.flag("OUTBOX_EMBEDDED", default=True)

# A person reads along: warnings in plain words, and a line for each request.
LOGGING = logging_settings(form="plain", level="WARNING", loggers={"django_structlog": "INFO"})

# No collectstatic in development: whitenoise serves the source files, and warns when the folder of the others is away.
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
