"""Safe for production: dev.py and test.py loosen it, never the other way round. One small file per integration."""

from pathlib import Path

from krachtwijken.settings import env
from krachtwijken.settings.auth import *  # noqa: F403
from krachtwijken.settings.cms import *  # noqa: F403
from krachtwijken.settings.database import cache_settings, database_settings
from krachtwijken.settings.inbound import *  # noqa: F403
from krachtwijken.settings.logs import *  # noqa: F403
from krachtwijken.settings.mail import *  # noqa: F403
from krachtwijken.settings.search import *  # noqa: F403
from krachtwijken.settings.security import *  # noqa: F403

BASE_DIR = env.ROOT
KRACHTWIJKEN_VAR = Path(env.text("KRACHTWIJKEN_VAR", str(BASE_DIR / "var"))).resolve()
# Django's system checks open the database before any command of ours runs.
KRACHTWIJKEN_VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
# Example content and its accounts may only be loaded where a settings file says so.
EXAMPLE_CONTENT_ALLOWED = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# The address that mails and feeds point to.
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "krachtwijken.core",
    "krachtwijken.accounts",
    "knowledge",
    "expertpool",
    "search",
    "matching",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "krachtwijken.accounts.users_app.AccountUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "krachtwijken.core.middleware.VisitorAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # Inside the one above: it tells that one when a page has a policy of its own.
    "krachtwijken.core.middleware.SecurityHeadersMiddleware",
    # Inside those: what is refused and what is a file has the same headers.
    "krachtwijken.core.middleware.InputGuardMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "krachtwijken.core.request_log.RouteLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "krachtwijken.accounts.middleware.SessionAgeMiddleware",
    "krachtwijken.accounts.middleware.SecondFactorMiddleware",
    "krachtwijken.accounts.body_limit.BodyLimitMiddleware",
    "krachtwijken.accounts.middleware.AdminDoorMiddleware",
    "krachtwijken.core.middleware.ButtonOnlyMiddleware",
    "krachtwijken.core.odd_forms.OddFormMiddleware",
    "krachtwijken.core.middleware.ReadsWithoutTransactionMiddleware",
]

ROOT_URLCONF = "krachtwijken.urls"
WSGI_APPLICATION = "krachtwijken.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "krachtwijken.core.context.site",
            ],
        },
    },
]

DATABASES = {"default": database_settings(KRACHTWIJKEN_VAR)}
CACHES = cache_settings()
# PostgreSQL: who the web processes and workers are, when somebody else owns the tables (core/database_rights.py).
DATABASE_SITE_ROLE = env.text("DATABASE_SITE_ROLE")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
# Before Django's own words for what is wrong with a field.
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]
USE_TZ = True

MODEL_DIR = KRACHTWIJKEN_VAR / "model"

STATIC_URL = "/static/"
STATIC_ROOT = KRACHTWIJKEN_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = KRACHTWIJKEN_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Who drains the outbox: a thread in the web process (the embedded default), or `manage.py worker`.
OUTBOX_EMBEDDED = env.flag("OUTBOX_EMBEDDED", default=False)
# How long a page of a kenniscentrum waits for a reader of another centre before the redactie may do it.
PEER_REVIEW_WORKING_DAYS = 5
# Zero leaves it to the server: core/serving.py.
WEB_PROCESSES = env.number("WEB_PROCESSES", 0)
WEB_THREADS = env.number("WEB_THREADS", 0)
# A file that `manage.py worker` touches in every turn: deploy/healthcheck.py looks at its age.
WORKER_PULSE = env.text("WORKER_PULSE")

# Failing these is shown at /health/ready without closing the door: the site goes on with less.
HEALTH_SOFT_CHECKS = ("dead_rows", "nights", "search", "search_model", "search_drift", "cache", "mail_in")
