"""Who may keep a search, and which night it is looked at."""

from datetime import date, timedelta

from django.utils import timezone

from krachtwijken.accounts.rules import is_logged_in
from krachtwijken.accounts.types import Viewer
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedSearch

# So many per person: each costs a search every night.
MOST = 50
WEEK = timedelta(days=7)


def may_save(viewer: Viewer) -> bool:
    return is_logged_in(viewer)


def is_due(search: SavedSearch, *, night: date) -> bool:
    """Whether this night is one to look; false when it was looked at already."""
    if search.paused or search.frequency == Frequency.NEVER or not search.owner.is_active:
        return False
    if search.checked_on is not None and search.checked_on >= night:
        return False
    if search.frequency == Frequency.DAILY:
        return True
    return night - (search.checked_on or timezone.localdate(search.created_at)) >= WEEK
