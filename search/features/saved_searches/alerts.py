"""One mail per saved search about what appeared since. Judged twice with the rights of the owner: when the mail is
written down, and again in the moment it leaves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from krachtwijken.core.mail import queue_mail, render_mail
from search.errors import SearchUnavailableError
from search.features.clear_matches import Match, visible_hits
from search.features.saved_searches.links import stop_address
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.saved_searches.rules import is_due
from search.features.saved_searches.selectors import due, published_since, shown
from search.types import Hit

log = structlog.get_logger(__name__)

MAIL_PREFIX = "saved-search:"
TEMPLATE = "mail/saved_search.txt"
# What was published while the index lagged or a night failed is looked at again; `SavedFind` keeps it to one mail.
OVERLAP = timedelta(days=2)
MOST_IN_A_MAIL = 15


def send_alerts(*, night: date) -> int:
    """Repeatable. Every search that is due, each by itself: one that fails leaves the others going, and the next
    night makes up for it. Returns how many were looked at."""
    looked_at = 0
    for search in list(due(night=night)):
        try:
            send_alert(search=search, night=night)
        except SearchUnavailableError as error:
            # Nothing is lost: the next night begins where this one would have.
            log.warning("saved_searches_not_judged", error=str(error))
            break
        except Exception:
            log.exception("saved_search_failed", search=search.pk)
            continue
        looked_at += 1
    return looked_at


def send_alert(*, search: SavedSearch, night: date) -> int:
    """Repeatable: a search is looked at once a night, and a document is mailed once. Returns how many were new.

    Judging takes a while, so it stays outside the transaction: on SQLite that would hold up every visitor.
    """
    if not is_due(search, night=night):
        return 0
    now = timezone.now()
    since = max(search.follows_from, search.checked_until - OVERLAP)
    return _tell(search.pk, published_since(search, viewer=search.owner, since=since), night=night, now=now)


@transaction.atomic
def _tell(pk: int, found: Sequence[Match], *, night: date, now: datetime) -> int:
    """Write down what is new with its mail; the row is locked and asked again whether it is due."""
    rows = SavedSearch.objects.select_for_update(of=("self",)).select_related("owner")
    search = rows.filter(pk=pk).first()
    if search is None or not is_due(search, night=night):
        return 0
    told = set(search.finds.values_list("key", flat=True))
    finds = [
        SavedFind(search=search, key=match.key, sentence=match.sentence, night=night)
        for match in found
        if match.key not in told
    ]
    SavedFind.objects.bulk_create(finds)
    search.checked_until, search.checked_on = now, night
    if finds:
        _mail(search, night)
        search.mailed_at = now
    search.save(update_fields=["checked_until", "checked_on", "mailed_at"])
    return len(finds)


def renewed(key: str) -> tuple[str, str] | None:
    """Subject and text as they may be sent now; None when nothing of it may be."""
    pk, _, night = key.removeprefix(MAIL_PREFIX).partition(":")
    search = SavedSearch.objects.select_related("owner").filter(pk=int(pk)).first()
    if search is None or not search.owner.is_active:
        return None
    context = _context(search, date.fromisoformat(night))
    return render_mail(TEMPLATE, context) if context["items"] else None


def _mail(search: SavedSearch, night: date) -> None:
    queue_mail(
        to=search.owner.email,
        template=TEMPLATE,
        context=_context(search, night),
        key=f"{MAIL_PREFIX}{search.pk}:{night.isoformat()}",
        unsubscribe_url=stop_address(search),
    )


def _context(search: SavedSearch, night: date) -> dict[str, Any]:
    finds = list(search.finds.filter(night=night))
    hits = visible_hits([find.key for find in finds], viewer=search.owner)
    items = _items(finds, hits)
    return {
        "name": search.name,
        "person": search.owner.get_full_name(),
        "words": shown(search).words,
        "count": len(items),
        "items": items[:MOST_IN_A_MAIL],
        "more": max(0, len(items) - MOST_IN_A_MAIL),
        "url": f"{settings.BASE_URL}{search.get_absolute_url()}",
        "stop_url": stop_address(search),
    }


def _items(finds: Sequence[SavedFind], hits: Mapping[str, Hit]) -> list[dict[str, str]]:
    return [
        {
            "title": hits[find.key].title,
            "kind": hits[find.key].kind_label,
            "why": " ".join(find.sentence.split()),
            "url": absolute(hits[find.key].url),
        }
        for find in finds
        if find.key in hits
    ]


def absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}" if address.startswith("/") else address
