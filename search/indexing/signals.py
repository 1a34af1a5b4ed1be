"""Every way in which something that can be found changes leads to a row in the outbox, in the same transaction."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from krachtwijken.accounts.models import User
from krachtwijken.core.outbox import enqueue
from search.indexing.dependencies import (
    Target,
    depended_on_models,
    dependent_targets,
    followed_relations,
    own_target,
    targets_below,
)
from search.registry import SearchableType, searchable_types

TOPIC = "search.refresh"


def request_refresh(targets: Iterable[Target]) -> None:
    """Ask for documents to be read again; while a row for one waits, asking twice is asking once."""
    for kind, pk in targets:
        enqueue(TOPIC, {"kind": str(kind), "pk": pk}, key=f"{kind}:{pk}")


def refresh_row(instance: Model, **_signal: Any) -> None:
    """Published, scheduled, unpublished in bulk, reverted, deleted: whatever saves a row asks."""
    request_refresh(own_target(instance))


def refresh_moved_pages(instance: Page, **_signal: Any) -> None:
    request_refresh(targets_below(instance))


def refresh_dependents(instance: Model, update_fields: Collection[str] | None = None, **_signal: Any) -> None:
    # Every login saves this one field.
    if isinstance(instance, User) and update_fields is not None and set(update_fields) <= {"last_login"}:
        return
    request_refresh(dependent_targets(instance))


def refresh_related(
    instance: Any, action: str, reverse: bool, model: Any, pk_set: set[Any] | None, **_signal: Any
) -> None:
    """From either side: a case gets a problem, or a problem gets cases. What is cleared is asked for before it goes."""
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    if not reverse:
        request_refresh(_tells_of_itself(instance))
    elif pk_set is not None:
        for row in model.objects.filter(pk__in=pk_set):
            request_refresh(_tells_of_itself(row))
    else:
        request_refresh(dependent_targets(instance))


def _tells_of_itself(row: Model) -> Iterator[Target]:
    return dependent_targets(row) if isinstance(row, PageViewRestriction) else own_target(row)


def watch_rows() -> None:
    """After every kind is registered."""
    page_published.connect(refresh_row, dispatch_uid="search.published")
    page_unpublished.connect(refresh_row, dispatch_uid="search.unpublished")
    post_page_move.connect(refresh_moved_pages, dispatch_uid="search.moved")
    for searchable in searchable_types():
        if searchable.watched:
            watch(searchable)
    for model in depended_on_models():
        # Before a delete: afterwards nothing says any more what hung on it.
        for signal in (post_save, pre_delete):
            uid = f"search.depends.{model.__name__}.{id(signal)}"
            signal.connect(refresh_dependents, sender=model, dispatch_uid=uid)
    for through in followed_relations():
        m2m_changed.connect(refresh_related, sender=through, dispatch_uid=f"search.{through.__name__}")


def watch(searchable: SearchableType) -> None:
    """Follow the rows of one kind, and of the models that extend its model."""
    for model in (searchable.model, *searchable.model.__subclasses__()):
        for signal in (post_save, post_delete):
            uid = f"search.own.{model.__name__}.{id(signal)}"
            signal.connect(refresh_row, sender=model, dispatch_uid=uid)
