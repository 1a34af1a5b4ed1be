"""The links under every mail: signed, and of use for one thing only."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from krachtwijken.accounts.models import User
from search.features.saved_searches.models import SavedSearch

SALT = "search.saved.stop"
# Stands before the number of a person: no token begins so.
ALL = "alles."


def stop_address(search: SavedSearch) -> str:
    return _address(search.token)


def stop_all_address(person: User) -> str:
    return _address(f"{ALL}{person.pk}")


def searches_of_link(signed: str) -> QuerySet[SavedSearch]:
    """None for a link that was changed, or whose searches are gone. No end date: an old mail must still work."""
    try:
        value = Signer(salt=SALT).unsign(signed[:200])
    except BadSignature:
        return SavedSearch.objects.none()
    if value.startswith(ALL):
        return SavedSearch.objects.filter(owner=int(value.removeprefix(ALL)))
    return SavedSearch.objects.filter(token=value)


def _address(value: str) -> str:
    return f"{settings.BASE_URL}{reverse('search:saved_stop', args=[Signer(salt=SALT).sign(value)])}"
