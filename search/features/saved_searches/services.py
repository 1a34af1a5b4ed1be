"""Keep a search, change it, and forget it. Each one transaction with its audit row."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedFind, SavedSearch, fingerprint_of
from search.features.saved_searches.rules import MOST

FINDS_KEPT = timedelta(days=30)
CLOSED_ACCOUNT_KEPT = timedelta(days=365)


class NoRoomError(Exception):
    """This person keeps as many searches as one may."""


@transaction.atomic
def save_search(
    *, owner: User, name: str, frequency: Frequency, query: str = "", problem: str = ""
) -> SavedSearch:
    """Repeatable: the same question of the same person is kept once, and takes the new name and frequency.

    `query` is canonical (search.features.results_page.address); `problem` was checked for personal data by the form.
    """
    # Locked, so that two tabs together do not pass the limit.
    User.objects.select_for_update().get(pk=owner.pk)
    own = SavedSearch.objects.filter(owner=owner)
    same = own.filter(fingerprint=fingerprint_of(query=query, problem=problem)).first()
    if same is not None:
        return change_search(search=same, name=name, frequency=frequency, actor=owner)
    if own.count() >= MOST:
        raise NoRoomError
    search = SavedSearch.objects.create(
        owner=owner, name=name, frequency=frequency, query=query, problem=problem
    )
    audit.record(actor=owner, action="search.saved", target=search, data={"frequency": frequency.value})
    return search


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, frequency: Frequency, actor: User) -> SavedSearch:
    """Repeatable. Whoever asks for mail again hears about what appears from now on."""
    fresh = _locked(search)
    if fresh.frequency == Frequency.NEVER and frequency != Frequency.NEVER:
        fresh.follows_from = timezone.now()
    fresh.name, fresh.frequency = name, frequency
    fresh.save(update_fields=["name", "frequency", "follows_from"])
    audit.record(
        actor=actor, action="search.saved_changed", target=fresh, data={"frequency": frequency.value}
    )
    return fresh


@transaction.atomic
def pause_search(*, search: SavedSearch, paused: bool, actor: User) -> SavedSearch:
    """Repeatable. After a pause somebody hears about what appears from then on."""
    fresh = _locked(search)
    if fresh.paused == paused:
        return fresh
    fresh.paused = paused
    if not paused:
        fresh.follows_from = timezone.now()
    fresh.save(update_fields=["paused", "follows_from"])
    audit.record(actor=actor, action="search.saved_paused", target=fresh, data={"paused": paused})
    return fresh


@transaction.atomic
def stop_mail(*, search: SavedSearch) -> SavedSearch:
    """Repeatable. By the link in a mail, so without an actor; the search itself stays."""
    fresh = _locked(search)
    if fresh.frequency != Frequency.NEVER:
        fresh.frequency = Frequency.NEVER
        fresh.save(update_fields=["frequency"])
        audit.record(actor=None, action="search.saved_unsubscribed", target=fresh)
    return fresh


@transaction.atomic
def mark_seen(*, search: SavedSearch) -> None:
    """Repeatable. No audit row: it changes only what the owner's own page shows as new."""
    SavedSearch.objects.filter(pk=search.pk).update(seen_until=timezone.now())


@transaction.atomic
def delete_search(*, search: SavedSearch, actor: User) -> None:
    """Repeatable. A mail that waits for the worker is not sent any more."""
    if SavedSearch.objects.select_for_update().filter(pk=search.pk).first() is not None:
        audit.record(actor=actor, action="search.saved_deleted", target=search)
        SavedSearch.objects.filter(pk=search.pk).delete()


def _locked(search: SavedSearch) -> SavedSearch:
    """As it is now. Raises SavedSearch.DoesNotExist when it was thrown away meanwhile."""
    return SavedSearch.objects.select_for_update().get(pk=search.pk)


@retention.register_rule("search.saved_finds")
def forget_finds() -> int:
    return SavedFind.objects.filter(night__lt=timezone.localdate() - FINDS_KEPT).delete()[0]


@retention.register_rule("search.saved_searches")
@transaction.atomic
def forget_searches() -> int:
    """Those of an account that was closed, a year after its owner was last here; a deleted account takes them along."""
    before = timezone.now() - CLOSED_ACCOUNT_KEPT
    gone = Q(owner__last_login__lt=before) | Q(owner__last_login=None, owner__date_joined__lt=before)
    return SavedSearch.objects.filter(gone, owner__is_active=False).delete()[0]
