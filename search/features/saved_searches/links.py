"""The link under every mail: signed, and of use for one thing only."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from search.features.saved_searches.models import SavedSearch

SALT = "search.saved.stop"


def stop_address(search: SavedSearch) -> str:
    return f"{settings.BASE_URL}{reverse('search:saved_stop', args=[Signer(salt=SALT).sign(search.token)])}"


def search_of_link(signed: str) -> SavedSearch | None:
    """None for a link that was changed, or whose search is gone. No end date: an old mail must still work."""
    try:
        token = Signer(salt=SALT).unsign(signed[:200])
    except BadSignature:
        return None
    return SavedSearch.objects.filter(token=token).first()
