"""What is done to a list is done to that list, and only as often as it says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from knowledge.shortlist.models import KEPT_FOR, MAX_ITEMS, MAX_LISTS, Shortlist, ShortlistItem
from knowledge.shortlist.rules import Holder
from knowledge.shortlist.selectors import current_list, lists_of
from knowledge.shortlist.services import (
    ListIsFullError,
    ListIsGoneError,
    claim_list,
    drop_item,
    drop_unseen,
    forget_lists,
    keep_page,
    make_list,
    move_item,
    remove_list,
    save_list,
    share_list,
    stop_sharing,
)
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture
def owner() -> User:
    user: User = UserFactory(role="gemeente")
    return user


def filled(owner: User | None, number: int = 3) -> tuple[Shortlist, list[int]]:
    shortlist = make_list(owner=owner)
    rows = [
        ShortlistItem(shortlist=shortlist, page=page, order=place, note=f"Over {place}.")
        for place, page in enumerate(Page.objects.order_by("pk")[:number], start=1)
    ]
    return shortlist, [row.pk for row in ShortlistItem.objects.bulk_create(rows)]


def rows_of(shortlist: Shortlist) -> list[tuple[int, int, str]]:
    return list(shortlist.items.values_list("pk", "order", "note"))


def test_rows_of_another_list_stay_as_they_are(owner: User) -> None:
    (own, rows), (other, theirs) = filled(owner), filled(owner)
    before = rows_of(other)
    drop_item(shortlist=own, item=theirs[0])
    move_item(shortlist=own, item=theirs[0], up=False, among=theirs)
    move_item(shortlist=own, item=rows[0], up=False, among=[rows[0], theirs[0]])
    save_list(shortlist=own, title="Anders", notes={rows[0]: "Nieuw.", theirs[0]: "Van mij."})
    drop_unseen(shortlist=own, seen=[rows[0], theirs[0]])
    assert rows_of(own) == [(rows[0], 1, "Nieuw.")]
    drop_item(shortlist=own, item=rows[0])
    remove_list(shortlist=own)
    assert list(Shortlist.objects.all()) == [other]
    other.refresh_from_db()
    assert other.title != "Anders"
    assert rows_of(other) == before


@pytest.mark.parametrize(
    ("place", "up", "order"),
    [(1, True, [1, 0, 2]), (1, False, [0, 2, 1]), (0, True, [0, 1, 2]), (2, False, [0, 1, 2])],
)
def test_row_goes_one_place_and_at_the_end_none(owner: User, place: int, up: bool, order: list[int]) -> None:
    shortlist, rows = filled(owner)
    move_item(shortlist=shortlist, item=rows[place], up=up, among=rows)
    assert [pk for pk, *_ in rows_of(shortlist)] == [rows[one] for one in order]


def test_page_comes_last_on_the_list_last_used_and_once(owner: User) -> None:
    (old, _), (last, _) = filled(owner), filled(owner)
    filled(UserFactory(role="gemeente"))
    Shortlist.objects.filter(pk=old.pk).update(used_at=timezone.now() - timedelta(days=1))
    page = Page.objects.order_by("-pk")[0]
    for _ in range(2):
        assert keep_page(page=page, holder=Holder(owner)) == last
    assert list(last.items.values_list("order", flat=True)) == [1, 2, 3, 4]
    save_list(shortlist=old, title="", notes={})
    assert current_list(Holder(owner)) == old, "what was just changed is last used"
    assert {one for one, _ in lists_of(owner)} == {old, last}


def test_list_of_a_browser_becomes_one_of_the_account_and_of_nobody_else(owner: User) -> None:
    shortlist, _ = filled(None)
    key = shortlist.key
    claim_list(shortlist=shortlist, owner=owner)
    claim_list(shortlist=shortlist, owner=owner)
    shortlist.refresh_from_db()
    assert (shortlist.owner, shortlist.expires_at) == (owner, None)
    assert shortlist.key != key
    assert [event.action for event in events_of(shortlist)] == ["knowledge.shortlist_claimed"]
    with pytest.raises(ListIsGoneError):
        claim_list(shortlist=shortlist, owner=UserFactory(role="gemeente"))


def test_account_keeps_so_many_lists_and_a_list_so_many_pages(owner: User) -> None:
    Shortlist.objects.bulk_create(Shortlist(owner=owner) for _ in range(MAX_LISTS - 1))
    make_list(owner=UserFactory(role="gemeente"))
    shortlist, claimed = make_list(owner=owner), make_list(owner=None)
    for act in (lambda: make_list(owner=owner), lambda: claim_list(shortlist=claimed, owner=owner)):
        with pytest.raises(ListIsFullError):
            act()
    home = Page.objects.order_by("-pk")[0]
    pages = [home.add_child(instance=Page(title=f"Pagina {number}")) for number in range(MAX_ITEMS + 1)]
    for page in pages[:-1]:
        ShortlistItem.objects.create(shortlist=shortlist, page=page)
    with pytest.raises(ListIsFullError):
        keep_page(page=pages[-1], holder=Holder(owner))


def test_sharing_twice_is_once_and_stopping_gives_a_new_address_once(owner: User) -> None:
    shortlist, first = make_list(owner=owner), make_list(owner=owner)
    share_list(shortlist=first, actor=owner)
    tokens = [shortlist.token]
    for act in (share_list, share_list, stop_sharing, stop_sharing):
        act(shortlist=shortlist, actor=owner)
        shortlist.refresh_from_db()
        tokens.append(shortlist.token)
        assert shortlist.shared is (act is share_list)
    assert len(set(tokens)) == 2
    assert tokens[2] != tokens[3]
    assert [event.action for event in events_of(shortlist)] == [
        "knowledge.shortlist_shared", "knowledge.shortlist_closed",
    ]  # fmt: skip
    first.refresh_from_db()
    assert first.shared


def test_list_of_a_browser_goes_ninety_days_after_its_last_change(owner: User) -> None:
    young, old, own = make_list(owner=None), make_list(owner=None), make_list(owner=owner)
    now = timezone.now()
    Shortlist.objects.filter(pk=old.pk).update(expires_at=now - timedelta(seconds=1))
    Shortlist.objects.filter(pk=young.pk).update(expires_at=now + timedelta(minutes=1))
    assert forget_lists() == 1
    assert set(Shortlist.objects.all()) == {young, own}
    save_list(shortlist=young, title="Nieuw", notes={})
    young.refresh_from_db()
    assert young.expires_at is not None
    assert timedelta(0) <= young.expires_at - (now + KEPT_FOR) < timedelta(hours=1)


def test_list_that_was_removed_meanwhile_is_told(owner: User) -> None:
    shortlist, rows = filled(owner)
    remove_list(shortlist=shortlist)
    calls: list[Any] = [
        lambda: save_list(shortlist=shortlist, title="x", notes={}),
        lambda: drop_item(shortlist=shortlist, item=rows[0]),
        lambda: share_list(shortlist=shortlist, actor=owner),
        lambda: claim_list(shortlist=shortlist, owner=owner),
    ]
    for call in calls:
        with pytest.raises(ListIsGoneError):
            call()
