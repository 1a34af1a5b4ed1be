"""The lists of a profile: which table each is, what it holds now, and making it what somebody chose."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models

from expertpool.models import (
    ExpertProfile,
    ProfileLanguage,
    ProfileLevel,
    ProfileProvince,
    ProfileRole,
    ProfileWijk,
    ThemeDepth,
)

# Name of the list -> its table, and the column that makes a row.
TABLES: Mapping[str, tuple[type[models.Model], str]] = {
    "levels": (ProfileLevel, "level"),
    "roles": (ProfileRole, "role"),
    "languages": (ProfileLanguage, "language"),
    "provinces": (ProfileProvince, "province"),
    "wijken": (ProfileWijk, "wijk_id"),
}
THEMES = "themes"
# Columns of the version before, which that version still reads while both run.
ALSO_AS_LIST = ("levels", "roles")


def list_of(profile: ExpertProfile, name: str) -> list[Any]:
    table, column = TABLES[name]
    return list(table._base_manager.filter(profile=profile).order_by("pk").values_list(column, flat=True))


def depth_by_theme(profile: ExpertProfile) -> dict[str, int]:
    return dict(profile.theme_depths.values_list("theme_id", "depth"))


def write_list(profile: ExpertProfile, name: str, values: Collection[Any]) -> None:
    """Within the transaction of a service. Rows that stay keep their place, new ones come after them."""
    table, column = TABLES[name]
    rows = table._base_manager.filter(profile=profile)
    rows.exclude(**{f"{column}__in": list(values)}).delete()
    there = set(rows.values_list(column, flat=True))
    table._base_manager.bulk_create(
        table(profile=profile, **{column: value}) for value in dict.fromkeys(values) if value not in there
    )
    if name in ALSO_AS_LIST:
        ExpertProfile.objects.filter(pk=profile.pk).update(**{name: list(dict.fromkeys(values))})


def write_themes(profile: ExpertProfile, depths: Mapping[str, int]) -> None:
    """Within the transaction of a service."""
    rows = ThemeDepth.objects.filter(profile=profile)
    rows.exclude(theme__in=list(depths)).delete()
    there = {row.theme_id: row for row in rows}
    for theme, depth in depths.items():
        if theme not in there:
            ThemeDepth.objects.create(profile=profile, theme_id=theme, depth=depth)
        elif there[theme].depth != depth:
            there[theme].depth = depth
            there[theme].save(update_fields=["depth"])
