"""Production is the base, plus the refusal to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from krachtwijken.settings import env
from krachtwijken.settings.base import *  # noqa: F403
from krachtwijken.settings.base import ALLOWED_HOSTS, SECRET_KEY

if env.flag("DEBUG"):
    raise ImproperlyConfigured("DEBUG is set: production never runs with it.")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("development-only", "django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY is missing, too short or a development key.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the host or hosts of this site.")
