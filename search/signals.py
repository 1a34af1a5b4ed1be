"""Every way in which Wagtail changes a page leads to a row in the outbox."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from krachtwijken.core.outbox import enqueue
from search.sources.pages import PAGE_KINDS


def ask(page: Page) -> None:
    """Ask for one page, when it is of a kind that is indexed."""
    kind = next((kind for model, kind in PAGE_KINDS.items() if isinstance(page, model)), None)
    if kind is not None:
        enqueue("search.refresh", {"kind": kind.value, "pk": page.pk}, key=f"{kind}:{page.pk}")


def changed(instance: Page, **_signal: Any) -> None:
    ask(instance)


def moved(instance: Page, **_signal: Any) -> None:
    for page in Page.objects.descendant_of(instance, inclusive=True).specific():
        ask(page)


def restricted(instance: PageViewRestriction, **_signal: Any) -> None:
    for page in Page.objects.descendant_of(instance.page, inclusive=True).specific():
        ask(page)


def saved(instance: Any, **_signal: Any) -> None:
    """Published, scheduled, unpublished in bulk, reverted: whatever saves a page asks, in the same transaction."""
    if isinstance(instance, Page):
        ask(instance)


def connect() -> None:
    page_published.connect(changed, dispatch_uid="search.published")
    page_unpublished.connect(changed, dispatch_uid="search.unpublished")
    post_page_move.connect(moved, dispatch_uid="search.moved")
    for model in PAGE_KINDS:
        for concrete in (model, *model.__subclasses__()):
            post_save.connect(saved, sender=concrete, dispatch_uid=f"search.saved.{concrete.__name__}")
            post_delete.connect(changed, sender=concrete, dispatch_uid=f"search.deleted.{concrete.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(restricted, sender=PageViewRestriction)
