"""A row of a table for its owner: called as in the forms, with choices in words."""

from collections.abc import Collection
from typing import Any

from django.db import models


def row_in_words(row: models.Model, *, left_out: Collection[str] = ()) -> dict[str, Any]:
    """Every column by its name in Dutch; what points at another table as that one calls itself."""
    data: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in left_out:
            continue
        value = getattr(row, field.name)
        if field.choices:
            value = getattr(row, f"get_{field.name}_display")()
        elif isinstance(value, models.Model):
            value = str(value)
        data[str(field.verbose_name)] = value
    return data
