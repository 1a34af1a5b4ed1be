"""The documents of the site by the names that judgements use: `kind:slug`."""

from krachtwijken.accounts.types import Viewer
from search.registry import searchable_types


def documents_by_name(viewer: Viewer) -> dict[str, str]:
    """`case:some-slug` -> key in the index, of everything with a slug that the viewer may see."""
    names: dict[str, str] = {}
    for searchable in searchable_types():
        rows = searchable.model._default_manager.all()
        pks = list(rows.values_list("pk", flat=True)) if hasattr(searchable.model, "slug") else []
        for row in searchable.visible(viewer, pks):
            names[f"{searchable.kind}:{row.slug}"] = f"{searchable.kind}:{row.pk}"
    return names
