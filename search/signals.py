"""Every way in which something that can be found changes leads to a row in the outbox, in the same transaction."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from krachtwijken.accounts.models import User
from krachtwijken.core.outbox import enqueue
from search.dependents import DEPENDENTS, RELATIONS, Target, below, of_page
from search.sources.pages import PAGE_KINDS

TOPIC = "search.refresh"


def ask(targets: Iterable[Target]) -> None:
    """Ask for documents to be read again; while a row for one waits, asking twice is asking once."""
    for kind, pk in targets:
        enqueue(TOPIC, {"kind": kind.value, "pk": pk}, key=f"{kind}:{pk}")


def changed(instance: Page, **_signal: Any) -> None:
    """Published, scheduled, unpublished in bulk, reverted, deleted: whatever saves a page asks."""
    if isinstance(instance, Page):
        ask(of_page(instance))


def moved(instance: Page, **_signal: Any) -> None:
    ask(below(instance))


def depended_on(
    instance: Any,
    targets: Callable[[Any], Iterable[Target]],
    update_fields: Collection[str] | None = None,
    **_signal: Any,
) -> None:
    # Every login saves this one field.
    if isinstance(instance, User) and update_fields is not None and set(update_fields) <= {"last_login"}:
        return
    ask(targets(instance))


def related(
    instance: Any,
    action: str,
    reverse: bool,
    model: Any,
    pk_set: set[Any] | None,
    targets: Callable[[Any], Iterable[Target]],
    **_signal: Any,
) -> None:
    """From either side: a case gets a problem, or a problem gets cases. What is cleared is asked for before it goes."""
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    if not reverse:
        ask(targets(instance))
    elif pk_set is not None:
        for row in model.objects.filter(pk__in=pk_set):
            ask(targets(row))
    elif type(instance) in DEPENDENTS:
        ask(DEPENDENTS[type(instance)](instance))


def connect() -> None:
    page_published.connect(changed, dispatch_uid="search.published")
    page_unpublished.connect(changed, dispatch_uid="search.unpublished")
    post_page_move.connect(moved, dispatch_uid="search.moved")
    for model in PAGE_KINDS:
        for concrete in (model, *model.__subclasses__()):
            post_save.connect(changed, sender=concrete, dispatch_uid=f"search.saved.{concrete.__name__}")
            post_delete.connect(changed, sender=concrete, dispatch_uid=f"search.deleted.{concrete.__name__}")
    for source, targets in DEPENDENTS.items():
        receiver = partial(depended_on, targets=targets)
        # Before a delete: afterwards nothing says any more what hung on it.
        for signal in (post_save, pre_delete):
            signal.connect(
                receiver, sender=source, weak=False, dispatch_uid=f"search.{source.__name__}.{id(signal)}"
            )
    for through, targets in RELATIONS:
        m2m_changed.connect(
            partial(related, targets=targets),
            sender=through,
            weak=False,
            dispatch_uid=f"search.{through.__name__}",
        )
