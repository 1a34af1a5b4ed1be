"""Keep pages, arrange them, share the list and take that back. Each locks the list (and before it the account, where a
limit is counted), so that two tabs together neither pass a limit nor write over each other."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from knowledge.shortlist.models import (
    FIRST_TITLE,
    MAX_ITEMS,
    MAX_LISTS,
    Shortlist,
    ShortlistItem,
    end_of_term,
    new_token,
)
from knowledge.shortlist.rules import Holder
from knowledge.shortlist.selectors import current_list
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention


class ListIsFullError(ValueError):
    """No room for another page, or for another list."""


class ListIsGoneError(ValueError):
    """Somebody removed the list meanwhile, or took it over."""


@transaction.atomic
def make_list(*, owner: User | None, title: str = FIRST_TITLE) -> Shortlist:
    """Not repeatable: every call makes one. Without an owner it is forgotten 90 days after its last change."""
    if owner is not None:
        _check_room(owner)
    return Shortlist.objects.create(
        owner=owner, title=title or FIRST_TITLE, expires_at=None if owner else end_of_term()
    )


@transaction.atomic
def keep_page(*, page: Page, holder: Holder) -> Shortlist:
    """Repeatable: a page stands once on a list. Makes the first list of this account or browser."""
    owner = holder.viewer if isinstance(holder.viewer, User) else None
    if owner is not None:
        # Of two first pages at once the second finds the list of the first.
        _lock_account(owner)
    shortlist = _locked(current_list(holder) or make_list(owner=owner))
    if not shortlist.items.filter(page=page).exists():
        if shortlist.items.count() >= MAX_ITEMS:
            raise ListIsFullError
        last = shortlist.items.aggregate(last=Max("order"))["last"] or 0
        ShortlistItem.objects.create(shortlist=shortlist, page=page, order=last + 1)
    _touch(shortlist)
    return shortlist


@transaction.atomic
def save_list(*, shortlist: Shortlist, title: str, notes: Mapping[int, str]) -> None:
    """Repeatable. `notes` by row; rows of other lists are left alone."""
    fresh = _locked(shortlist)
    fresh.title = title or FIRST_TITLE
    fresh.save(update_fields=["title"])
    for item in fresh.items.filter(pk__in=notes):
        if item.note != notes[item.pk]:
            item.note = notes[item.pk]
            item.save(update_fields=["note"])
    _touch(fresh)


@transaction.atomic
def move_item(*, shortlist: Shortlist, item: int, up: bool, among: Sequence[int]) -> None:
    """Not repeatable: one place up or down `among` the rows that are shown. At the end nothing happens."""
    if item not in among:
        return
    place = among.index(item)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(among):
        return
    rows = _locked(shortlist).items.in_bulk([item, among[other]])
    if len(rows) == 2:
        first, second = rows[item], rows[among[other]]
        first.order, second.order = second.order, first.order
        ShortlistItem.objects.bulk_update([first, second], ["order"])


@transaction.atomic
def drop_item(*, shortlist: Shortlist, item: int) -> None:
    """Repeatable."""
    _locked(shortlist).items.filter(pk=item).delete()


@transaction.atomic
def drop_unseen(*, shortlist: Shortlist, seen: Sequence[int]) -> None:
    """Repeatable. Only these rows stay."""
    _locked(shortlist).items.exclude(pk__in=seen).delete()


@transaction.atomic
def share_list(*, shortlist: Shortlist, actor: User | None) -> None:
    """Repeatable. From now on whoever has the address may read it."""
    fresh = _locked(shortlist)
    if not fresh.shared:
        fresh.shared = True
        fresh.save(update_fields=["shared"])
        audit.record(actor=actor, action="knowledge.shortlist_shared", target=fresh)


@transaction.atomic
def stop_sharing(*, shortlist: Shortlist, actor: User | None) -> Shortlist:
    """Repeatable. A new address too: the old one stays dead when the list is shared again."""
    fresh = _locked(shortlist)
    if fresh.shared:
        fresh.shared = False
        fresh.token = new_token()
        fresh.save(update_fields=["shared", "token"])
        audit.record(actor=actor, action="knowledge.shortlist_closed", target=fresh)
    return fresh


@transaction.atomic
def claim_list(*, shortlist: Shortlist, owner: User) -> None:
    """Repeatable. The list of this browser becomes one of the account; its key is worth nothing afterwards."""
    _lock_account(owner)
    fresh = _locked(shortlist)
    if fresh.owner_id == owner.pk:
        return
    if fresh.owner_id is not None:
        raise ListIsGoneError
    _check_room(owner)
    fresh.owner, fresh.expires_at, fresh.key = owner, None, new_token()
    fresh.save(update_fields=["owner", "expires_at", "key"])
    audit.record(actor=owner, action="knowledge.shortlist_claimed", target=fresh)
    _touch(fresh)


@transaction.atomic
def remove_list(*, shortlist: Shortlist) -> None:
    """Gone with its notes. Repeatable."""
    Shortlist.objects.filter(pk=shortlist.pk).delete()


@retention.register_rule("knowledge.shortlists")
@transaction.atomic
def forget_lists() -> int:
    """Repeatable. Lists of an account go with the account."""
    gone = Shortlist.objects.filter(expires_at__lt=timezone.now())
    number = gone.count()
    gone.delete()
    return number


def _lock_account(owner: User) -> None:
    User.objects.select_for_update().get(pk=owner.pk)


def _check_room(owner: User) -> None:
    _lock_account(owner)
    if Shortlist.objects.filter(owner=owner).count() >= MAX_LISTS:
        raise ListIsFullError


def _locked(shortlist: Shortlist) -> Shortlist:
    """As it is now, and for as long as this transaction lasts."""
    fresh = Shortlist.objects.select_for_update().filter(pk=shortlist.pk).first()
    if fresh is None:
        raise ListIsGoneError
    return fresh


def _touch(shortlist: Shortlist) -> None:
    shortlist.used_at = timezone.now()
    if shortlist.owner_id is None:
        shortlist.expires_at = end_of_term()
    shortlist.save(update_fields=["used_at", "expires_at"])
