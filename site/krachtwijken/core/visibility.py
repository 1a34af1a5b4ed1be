"""Which pages somebody may read, as a filter on a queryset (never as a check afterwards)."""

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db.models import Q
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, PageViewRestriction
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


# The viewer of the block that runs, and what is closed to this viewer.
_read: ContextVar[tuple[Any, list[str]] | None] = ContextVar("closed_paths", default=None)


@contextlib.contextmanager
def restrictions_read_once(viewer: Any) -> Iterator[None]:
    """For one answer that lists several kinds of pages: inside this block the restrictions are read once."""
    token = _read.set((viewer, closed_paths(viewer)))
    try:
        yield
    finally:
        _read.reset(token)


def closed_paths(viewer: Any) -> list[str]:
    """Tree paths below which `viewer` may not read.

    Nobody passes a shared password: the site no longer offers that kind, and what still has one stays closed.
    Superusers and members of a named group pass the other two kinds.
    """
    known = _read.get()
    if known is not None and known[0] is viewer:
        return known[1]
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    return [row.page.path for row in _closing(viewer, restrictions)]


def closed_collections(viewer: Any) -> list[str]:
    """The same for collections of documents and images."""
    restrictions = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
    return [row.collection.path for row in _closing(viewer, restrictions)]


def is_closed(viewer: Any, restrictions: Any) -> bool:
    """Whether one of these (a queryset, of one page or collection) keeps `viewer` out."""
    return bool(_closing(viewer, restrictions.prefetch_related("groups")))


def _closing(viewer: Any, restrictions: Iterable[Any]) -> list[Any]:
    closed = []
    groups = set(viewer.groups.values_list("pk", flat=True)) if viewer.is_authenticated else set()
    for restriction in restrictions:
        kind = restriction.restriction_type
        if kind == BaseViewRestriction.LOGIN and viewer.is_authenticated:
            continue
        if kind == BaseViewRestriction.GROUPS and viewer.is_authenticated:
            allowed = {group.pk for group in restriction.groups.all()}
            if viewer.is_superuser or allowed & groups:
                continue
        closed.append(restriction)
    return closed


def pages_hidden_from(viewer: Any, pages: Pages) -> Pages:
    """The others of `pages`: exactly those that `pages_visible_to` leaves out."""
    hidden = Q(live=False)
    for path in closed_paths(viewer):
        hidden |= Q(path__startswith=path)
    return pages.filter(hidden)


def pages_visible_to(viewer: Any, pages: Pages) -> Pages:
    """Live pages of `pages` that `viewer` may read. One or two queries, whatever the number of pages."""
    hidden = Q()
    for path in closed_paths(viewer):
        hidden |= Q(path__startswith=path)
    live = pages.live()
    return live.exclude(hidden) if hidden else live
