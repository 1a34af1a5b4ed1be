"""Many pages below one parent in a few statements, where Wagtail would save one at a time."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, ManyToManyField, Model
from django.utils import timezone
from wagtail.models import Page

AT_ONCE = 500


@transaction.atomic
def add_pages(parent: Page, pages: Sequence[Page]) -> None:
    """Published, without a revision. All are of one type; each has its title, slug and own fields."""
    parent = Page.objects.get(pk=parent.pk)
    last = parent.get_last_child()
    first = 1 if last is None else Page._str2int(last.path[-Page.steplen :]) + 1
    for place, page in enumerate(pages, first):
        _put(page, parent, place)
    _insert(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def _put(page: Page, parent: Page, place: int) -> None:
    published = timezone.now() - timedelta(hours=place)
    page.path = Page._get_path(parent.path, parent.depth + 1, place)
    page.depth = parent.depth + 1
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title = page.title
    page.content_type = ContentType.objects.get_for_model(type(page))
    page.locale = parent.locale
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = published


def _insert(pages: Sequence[Page]) -> None:
    """A row in every table of the type, the table of all pages first. Django's `bulk_create` stops at the first."""
    Page.objects.bulk_create(pages, batch_size=AT_ONCE)
    for model in _tables_below(type(pages[0])):
        for page in pages:
            setattr(page, model._meta.pk.attname, page.id)
        rows = model._base_manager.all()
        rows._for_write = True
        rows._batched_insert(pages, fields=model._meta.local_concrete_fields, batch_size=AT_ONCE)


def _tables_below(kind: type[Page]) -> list[Any]:
    """The models with a table of their own between `Page` and this type."""
    lineage: list[Any] = [
        model for model in reversed(kind.__mro__) if issubclass(model, Page) and model is not Page
    ]
    return [model for model in lineage if not model._meta.abstract]


def link(field: Any, links: Iterable[tuple[Model, Iterable[Model]]]) -> None:
    """Rows of a many-to-many relation: of each page, to these."""
    assert isinstance(field, ManyToManyField)  # noqa: S101 - the stubs see any field
    through: Any = field.remote_field.through
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    through._default_manager.bulk_create(
        (through(**{own: page.pk, other: row.pk}) for page, rows in links for row in rows),
        batch_size=AT_ONCE,
    )
