"""One mail a night for whoever follows searches, about what appeared since. Judged twice with the rights of the owner: when
the mail is written down, and again in the moment it leaves. A find counts as told when its mail has left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.mail import Renewed, queue_mail, render_mail
from search.errors import SearchUnavailableError
from search.features.clear_matches import Match
from search.features.saved_searches.letter import Letter, letter_for
from search.features.saved_searches.links import stop_address, stop_all_address
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.saved_searches.rules import is_due
from search.features.saved_searches.selectors import due, owners_to_tell, published_since
from search.registry import type_of

log = structlog.get_logger(__name__)

MAIL_PREFIX = "saved-searches:"
TEMPLATE = "mail/saved_search.txt"
# What was published while the index lagged or a night failed is looked at again; `SavedFind` keeps it to one mail.
OVERLAP = timedelta(days=2)


@dataclass
class Looked:
    """How many searches were looked at, and whether some could not be."""

    at: int = 0
    failed: bool = False


def send_alerts(*, night: date) -> Looked:
    """Repeatable. Every search that is due, each judged by itself: one that fails leaves the others going. Then one mail
    for each owner, also about what an earlier mail could not tell."""
    looked, found = Looked(), defaultdict[int, dict[int, Sequence[Match]]](dict)
    for search in list(due(night=night)):
        try:
            found[search.owner_id][search.pk] = _judge(search)
            looked.at += 1
        except SearchUnavailableError as error:
            # Nothing is lost: the next look begins where this one would have.
            log.warning("saved_searches_not_judged", error=str(error))
            looked.failed = True
            break
        except Exception:
            log.exception("saved_search_failed", search=search.pk)
            looked.failed = True
    for owner in owners_to_tell(found):
        try:
            _tell(owner.pk, found.get(owner.pk, {}), night=night)
        except Exception:
            log.exception("saved_searches_not_told", owner=owner.pk)
            looked.failed = True
    return looked


def send_alert(*, search: SavedSearch, night: date) -> int:
    """Repeatable: a search is looked at once a night, and a document is mailed once. Returns how many were new.

    Judging takes a while, so it stays outside the transaction: on SQLite that would hold up every visitor.
    """
    if not is_due(search, night=night):
        return 0
    return _tell(search.owner_id, {search.pk: _judge(search)}, night=night)


def _judge(search: SavedSearch) -> list[Match]:
    since = max(search.follows_from, search.checked_until - OVERLAP)
    return published_since(search, viewer=search.owner, since=since)


@transaction.atomic
def _tell(owner: int, matches: Mapping[int, Sequence[Match]], *, night: date) -> int:
    """Write down what is new with its mail; the rows are locked and asked again whether they are due."""
    rows = SavedSearch.objects.select_for_update(of=("self",)).select_related("owner").order_by("pk")
    new = 0
    for search in rows.filter(owner=owner, pk__in=matches):
        if is_due(search, night=night):
            new += _write_down(search, matches[search.pk], night)
    person = User.objects.get(pk=owner)
    letter = letter_for(person)
    if letter.finds:
        _mail(person, letter, night)
    return new


def _write_down(search: SavedSearch, matches: Iterable[Match], night: date) -> int:
    """What its owner was mailed about already, for whichever search, is not news."""
    mailed = SavedFind.objects.filter(search__owner=search.owner_id).exclude(mailed_at=None)
    known = {*mailed.values_list("key", flat=True), *search.finds.values_list("key", flat=True)}
    finds = [
        SavedFind(search=search, key=match.key, sentence=_kept(match), night=night)
        for match in matches
        if match.key not in known
    ]
    SavedFind.objects.bulk_create(finds)
    search.checked_until, search.checked_on = timezone.now(), night
    search.save(update_fields=["checked_until", "checked_on"])
    return len(finds)


def _kept(match: Match) -> str:
    """Nothing of a person stays here when consent is gone: the mail takes the words of the day on which it leaves."""
    searchable = type_of(match.hit.kind)
    return match.sentence if searchable is not None and searchable.is_page else ""


def renew_alert(key: str) -> Renewed | None:
    """The mail as it may be sent now; None when nothing of it may be. What is left out is told another night."""
    pk = int(key.removeprefix(MAIL_PREFIX).partition(":")[0])
    person = User.objects.filter(pk=pk, is_active=True).first()
    letter = letter_for(person) if person is not None else None
    if person is None or letter is None or not letter.finds:
        return None
    subject, body = render_mail(TEMPLATE, _context(person, letter))
    return Renewed(subject, body, _way_out(person, letter), partial(_mark_as_told, letter))


def _mark_as_told(letter: Letter) -> None:
    now = timezone.now()
    SavedFind.objects.filter(pk__in=letter.finds, mailed_at=None).update(mailed_at=now)
    SavedSearch.objects.filter(pk__in=[search.pk for search in letter.searches]).update(mailed_at=now)


def _mail(person: User, letter: Letter, night: date) -> None:
    queue_mail(
        to=person.email,
        template=TEMPLATE,
        context=_context(person, letter),
        key=f"{MAIL_PREFIX}{person.pk}:{night.isoformat()}",
        unsubscribe_url=_way_out(person, letter),
    )


def _way_out(person: User, letter: Letter) -> str:
    """Of the one search that the mail is about, or of all."""
    return stop_address(letter.searches[0]) if len(letter.searches) == 1 else stop_all_address(person)


def _context(person: User, letter: Letter) -> dict[str, object]:
    return {
        "person": person.get_full_name(),
        "letter": letter,
        "stop_all_url": stop_all_address(person),
    }
