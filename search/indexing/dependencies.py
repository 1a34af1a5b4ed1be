"""Which documents say something about a row: when a problem is renamed, every case that names it changes."""

from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.models import Page, PageViewRestriction

from search.registry import SearchableType, searchable_types, type_of_row

# Kind and primary key of a document.
Target = tuple[str, int]


def own_target(row: Model) -> Iterator[Target]:
    """The document of a row itself, when it has one."""
    searchable = type_of_row(row)
    if searchable is not None:
        yield searchable.kind, row.pk


def targets_below(page: Page) -> Iterator[Target]:
    """The page and everything under it."""
    for below in Page.objects.descendant_of(page, inclusive=True).specific(defer=True).iterator():
        yield from own_target(below)


def targets_of_restriction(restriction: PageViewRestriction) -> Iterator[Target]:
    # Not `restriction.page`: when the page itself is deleted, that is gone already.
    for page in Page.objects.filter(pk=restriction.page_id):
        yield from targets_below(page)


def targets_of_group(group: Group) -> Iterator[Target]:
    for restriction in PageViewRestriction.objects.filter(groups=group):
        yield from targets_of_restriction(restriction)


def dependent_targets(row: Model) -> Iterator[Target]:
    """Documents that tell of this row."""
    if isinstance(row, PageViewRestriction):
        yield from targets_of_restriction(row)
    if isinstance(row, Group):
        yield from targets_of_group(row)
    for searchable in searchable_types():
        yield from _of_type(searchable, row)


def _of_type(searchable: SearchableType, row: Model) -> Iterator[Target]:
    for model, lookup in searchable.depends_on.items():
        if isinstance(row, model):
            rows = searchable.model._default_manager.filter(**{lookup: row})
            for pk in rows.values_list("pk", flat=True).distinct():
                yield searchable.kind, pk


def depended_on_models() -> set[type[Model]]:
    """Models whose rows other documents tell of."""
    told = {model for searchable in searchable_types() for model in searchable.depends_on}
    return told | {PageViewRestriction, Group}


def followed_relations() -> Iterator[type[Model]]:
    """Many-to-many relations are written after the row itself, so they tell for themselves."""
    yield PageViewRestriction.groups.through
    for searchable in searchable_types():
        for lookup in searchable.depends_on.values():
            field = searchable.model._meta.get_field(lookup.partition("__")[0])
            if field.many_to_many:
                yield field.remote_field.through  # type: ignore[union-attr]
