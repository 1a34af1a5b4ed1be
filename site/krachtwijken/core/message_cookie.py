"""A message for the next page ("Bewaard") goes in a cookie that is for this host only, like all cookies of the site."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    @property
    def cookie_name(self) -> str:  # type: ignore[override] # the library has a fixed one
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class HostMessageStorage(FallbackStorage):
    """What is too long for a cookie goes in the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
