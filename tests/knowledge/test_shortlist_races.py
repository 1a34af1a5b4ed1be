"""Two tabs, or two people on one browser, at the same moment on a list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from knowledge.shortlist import services
from knowledge.shortlist.models import MAX_ITEMS, MAX_LISTS, Shortlist, ShortlistItem
from knowledge.shortlist.rules import Holder
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case
from tests.races import at_once, failures

Pages = list[Page]


@pytest.fixture
def owner(committed: None) -> User:
    return UserFactory(role="gemeente")


@pytest.fixture
def pages(committed: None, site_tree: Any) -> Pages:
    return [Page.objects.get(pk=make_case().pk) for _ in range(2)]


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def copy_of(shortlist: Shortlist) -> Shortlist:
    return Shortlist.objects.get(pk=shortlist.pk)


def keep(page: Page, owner: User) -> Callable[[], Any]:
    return lambda: services.keep_page(page=page, holder=Holder(viewer=owner))


def test_two_first_pages_at_once_come_on_one_list(owner: User, pages: Pages, rounds: range) -> None:
    for _ in rounds:
        assert not failures(at_once(*[keep(page, owner) for page in pages]))
        (shortlist,) = Shortlist.objects.all()
        assert sorted(shortlist.items.values_list("order", flat=True)) == [1, 2]
        shortlist.delete()


def test_two_pages_for_the_last_place_leave_a_full_list(owner: User, pages: Pages, rounds: range) -> None:
    shortlist = services.make_list(owner=owner)
    fill = [Page.objects.get(pk=make_case().pk) for _ in range(MAX_ITEMS - 1)]
    ShortlistItem.objects.bulk_create(ShortlistItem(shortlist=shortlist, page=page) for page in fill)
    for _ in rounds:
        outcomes = at_once(*[keep(page, owner) for page in pages])
        assert [type(one) for one in failures(outcomes)] == [services.ListIsFullError]
        assert shortlist.items.count() == MAX_ITEMS
        shortlist.items.filter(page__in=pages).delete()


def test_two_lists_for_the_last_place_make_one(owner: User, rounds: range) -> None:
    Shortlist.objects.bulk_create(Shortlist(owner=owner) for _ in range(MAX_LISTS - 1))
    for _ in rounds:
        outcomes = at_once(*[lambda: services.make_list(owner=owner)] * 2)
        assert [type(one) for one in failures(outcomes)] == [services.ListIsFullError]
        assert Shortlist.objects.count() == MAX_LISTS
        Shortlist.objects.order_by("-pk")[0].delete()


def test_claim_beside_a_save_keeps_both(owner: User, rounds: range) -> None:
    for number in rounds:
        shortlist = services.make_list(owner=None)
        saved, claimed = copy_of(shortlist), copy_of(shortlist)
        outcomes = at_once(
            lambda saved=saved, number=number: services.save_list(
                shortlist=saved, title=f"Titel {number}", notes={}
            ),
            lambda claimed=claimed: services.claim_list(shortlist=claimed, owner=owner),
        )
        assert not failures(outcomes)
        shortlist.refresh_from_db()
        assert (shortlist.owner, shortlist.expires_at, shortlist.title) == (owner, None, f"Titel {number}")
        shortlist.delete()


def test_two_claims_at_once_give_the_list_to_one(owner: User, rounds: range) -> None:
    other = UserFactory(role="gemeente")
    for _ in rounds:
        shortlist = services.make_list(owner=None)
        copies = [copy_of(shortlist) for _ in range(2)]
        outcomes = at_once(
            *[
                lambda one=one, who=who: services.claim_list(shortlist=one, owner=who)
                for one, who in zip(copies, (owner, other), strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [services.ListIsGoneError]
        shortlist.refresh_from_db()
        assert shortlist.owner == (other if isinstance(outcomes[0], Exception) else owner)
        shortlist.delete()


def test_two_moves_at_once_keep_every_row_in_a_place_of_its_own(
    owner: User, pages: Pages, rounds: range
) -> None:
    for page in [*pages, Page.objects.get(pk=make_case().pk)]:
        shortlist = services.keep_page(page=page, holder=Holder(viewer=owner))
    for _ in rounds:
        rows = list(shortlist.items.values_list("pk", flat=True))
        outcomes = at_once(
            *[
                lambda place=place, rows=rows: services.move_item(
                    shortlist=copy_of(shortlist), item=rows[place], up=True, among=rows
                )
                for place in (1, 2)
            ]
        )
        assert not failures(outcomes)
        assert sorted(shortlist.items.values_list("order", flat=True)) == [1, 2, 3]


def test_share_twice_at_once_is_one_line_in_the_trail(owner: User, rounds: range) -> None:
    for _ in rounds:
        shortlist = services.make_list(owner=owner)
        outcomes = at_once(
            *[
                lambda one=one: services.share_list(shortlist=one, actor=owner)
                for one in (copy_of(shortlist), copy_of(shortlist))
            ]
        )
        assert not failures(outcomes)
        assert events_of(shortlist).count() == 1
        shortlist.delete()


def test_stop_sharing_twice_at_once_gives_one_new_address(owner: User, rounds: range) -> None:
    for _ in rounds:
        shortlist = services.make_list(owner=owner)
        services.share_list(shortlist=shortlist, actor=owner)
        outcomes = at_once(
            *[
                lambda one=one: services.stop_sharing(shortlist=one, actor=owner)
                for one in (copy_of(shortlist), copy_of(shortlist))
            ]
        )
        assert not failures(outcomes)
        assert events_of(shortlist).count() == 2
        shortlist.delete()


def test_save_or_share_beside_a_removal_says_that_the_list_is_gone(owner: User, rounds: range) -> None:
    for _ in rounds:
        shortlist = services.make_list(owner=owner)
        outcomes = at_once(
            lambda shortlist=shortlist: services.save_list(shortlist=copy_of(shortlist), title="x", notes={}),
            lambda shortlist=shortlist: services.remove_list(shortlist=shortlist),
        )
        assert all(
            isinstance(one, services.ListIsGoneError | Shortlist.DoesNotExist) for one in failures(outcomes)
        )
        assert not Shortlist.objects.exists()


def test_list_removed_in_another_tab_gives_no_server_error(owner: User, rounds: range) -> None:
    for _ in rounds:
        shortlist = services.make_list(owner=owner)
        address = f"/lijst/{shortlist.token}/"
        tabs = [browser_of(owner), browser_of(owner)]
        saved, removed = at_once(
            lambda tabs=tabs, address=address: tabs[0].post(address, {"title": "Nog steeds"}),
            lambda tabs=tabs, address=address: tabs[1].post(f"{address}weg/"),
        )
        assert removed.status_code == 302
        assert saved.status_code in {302, 404}
        assert not Shortlist.objects.exists()
