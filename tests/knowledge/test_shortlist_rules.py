"""Whose list it is, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from knowledge.shortlist.models import Shortlist
from knowledge.shortlist.rules import Holder, may_edit, may_read
from krachtwijken.accounts.models import User

KEY = "sleutel-van-deze-browser"
OWNER, OTHER, NOBODY = User(pk=1), User(pk=2), AnonymousUser()


def a_list(days: int | None = 1, **fields: Any) -> Shortlist:
    ends = None if days is None else timezone.now() + timedelta(days=days)
    return Shortlist(**{"key": KEY, "expires_at": ends, **fields})


@pytest.mark.parametrize(
    ("shortlist", "holder", "allowed"),
    [
        (a_list(), Holder(NOBODY, KEY), True),
        (a_list(), Holder(OTHER, KEY), True),
        (a_list(), Holder(NOBODY, "andere-sleutel"), False),
        (a_list(), Holder(NOBODY), False),
        (a_list(key=""), Holder(NOBODY), False),
        (a_list(days=-1), Holder(NOBODY, KEY), False),
        (a_list(days=None), Holder(NOBODY, KEY), True),
        # Of an account: the key of a browser says nothing any more, nor does the term.
        (a_list(owner=OWNER), Holder(OWNER), True),
        (a_list(owner=OWNER, days=-1), Holder(OWNER), True),
        (a_list(owner=OWNER), Holder(OTHER, KEY), False),
        (a_list(owner=OWNER), Holder(NOBODY, KEY), False),
    ],
)
def test_list_is_changed_by_its_holder_only(shortlist: Shortlist, holder: Holder, allowed: bool) -> None:
    assert may_edit(shortlist, holder) is allowed
    assert may_read(shortlist, holder) is allowed


@pytest.mark.parametrize(
    ("shortlist", "readable"),
    [
        (a_list(shared=True), True),
        (a_list(shared=True, owner=OWNER), True),
        (a_list(shared=True, days=-1), False),
        (a_list(shared=True, owner=OWNER, days=None), True),
        (a_list(shared=False), False),
    ],
)
def test_shared_list_is_read_by_everybody_until_its_term_and_changed_by_nobody(
    shortlist: Shortlist, readable: bool
) -> None:
    assert may_read(shortlist, Holder(NOBODY)) is readable
    assert may_edit(shortlist, Holder(NOBODY)) is False
