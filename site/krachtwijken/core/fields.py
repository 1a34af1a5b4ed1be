"""Model fields that Django lacks."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, TextChoices
from django.db.models.sql.compiler import SQLCompiler

from krachtwijken.core.text import name_sort_column, sort_column

Sql = tuple[str, tuple[Any, ...]]


class ChoiceListField(models.JSONField):
    """A short list of values of one `TextChoices`, kept as JSON, edited as check boxes.

    For closed lists that are shown, indexed and filtered on (`levels__includes="bestuurlijk"`), never joined on; what has
    a row of its own, or a value beside it, is a relation.
    """

    def __init__(self, choices_enum: type[TextChoices], **kwargs: Any) -> None:
        self.choices_enum = choices_enum
        kwargs["default"] = list
        kwargs["blank"] = True
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        kwargs.pop("blank", None)
        return name, path, [self.choices_enum, *args], kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        unknown = set(value or []) - set(self.choices_enum.values)
        if unknown:
            raise ValidationError(f"Onbekende keuze: {', '.join(sorted(map(str, unknown)))}")

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.choices_enum.choices,
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self, values: Iterable[str]) -> list[str]:
        known = dict(self.choices_enum.choices)
        return [str(known[value]) for value in values if value in known]


class SortKeyField(models.CharField):
    """Where a title or a name stands in a list, worked out at every save (and `bulk_create`) of the field `of`, in words
    that every database sorts alike. `people`: by surname. A `save(update_fields=…)` names this field too."""

    def __init__(self, *, of: str, people: bool = False, **kwargs: Any) -> None:
        self.of, self.people = of, people
        fixed = {"max_length": 255, "default": "", "db_default": "", "editable": False, "db_index": True}
        super().__init__(**{**kwargs, **fixed})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "default", "db_default", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, list(args), {**kwargs, "of": self.of, **({"people": True} if self.people else {})}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.key_of(str(getattr(model_instance, self.of) or ""))
        setattr(model_instance, self.attname, key)
        return key

    @property
    def key_of(self) -> Callable[[str], str]:
        return name_sort_column if self.people else sort_column


def fill_sort_keys(model: type[models.Model], name: str) -> None:
    """For migrations: the key of every row that was there already."""
    field = model._meta.get_field(name)
    assert isinstance(field, SortKeyField)  # noqa: S101 - whoever writes the migration sees it at once
    for pk, text in model._base_manager.values_list("pk", field.of):
        model._base_manager.filter(pk=pk).update(**{name: field.key_of(text or "")})


@ChoiceListField.register_lookup
class Includes(Lookup):
    """`levels__includes="bestuurlijk"`: the lists with this value, also to count by. Without a list of its own to keep in
    step, on either database."""

    lookup_name = "includes"
    # One value is looked for, not a list.
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @> %s::jsonb", (*params, json.dumps([self.rhs]))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_options: Any) -> Sql:
        """SQLite keeps JSON as text: between its quotes a value is never part of another."""
        column, params = self.process_lhs(compiler, connection)
        return f"INSTR({column}, %s) > 0", (*params, json.dumps(self.rhs))
