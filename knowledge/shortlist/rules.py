"""Whose list it is. Everybody else may at most read it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from knowledge.shortlist.models import Shortlist
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer


@dataclass(frozen=True)
class Holder:
    """Who looks, and the key that this browser holds (from its signed cookie; empty without one)."""

    viewer: Viewer
    key: str = ""


def may_edit(shortlist: Shortlist, holder: Holder) -> bool:
    if shortlist.owner_id is not None:
        return isinstance(holder.viewer, User) and shortlist.owner_id == holder.viewer.pk
    return _is_kept(shortlist) and bool(holder.key) and constant_time_compare(shortlist.key, holder.key)


def may_read(shortlist: Shortlist, holder: Holder) -> bool:
    return may_edit(shortlist, holder) or (shortlist.shared and _is_kept(shortlist))


def _is_kept(shortlist: Shortlist) -> bool:
    """The night may be late in deleting what is past its term."""
    return shortlist.expires_at is None or shortlist.expires_at >= timezone.now()
