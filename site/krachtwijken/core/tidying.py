"""Control characters go out of every text when it is saved, whatever form, import or command brought it.

A word processor brings them along (Shift+Enter is U+000B); a feed, a sitemap and a sheet cannot hold them.
"""

from functools import cache
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from krachtwijken.core.text import without_control_characters

# Texts of people. Sessions, mail that waits and the like are made by code.
APPS = frozenset(
    {
        "core", "accounts", "knowledge", "expertpool", "search", "matching",
        "wagtailcore", "wagtaildocs", "wagtailimages", "wagtailredirects",
    }
)  # fmt: skip


def tidy_texts(instance: models.Model) -> None:
    """In place. A line end becomes a space where a text is one line. Fields that were not read stay so."""
    loaded = instance.__dict__
    for name, one_line in _text_fields(type(instance)):
        value = loaded.get(name)
        if isinstance(value, str):
            tidied = _tidied(value, one_line=one_line)
            if tidied != value:
                setattr(instance, name, tidied)
    for name in _stream_fields(type(instance)):
        if name in loaded:
            _tidy_stream(instance, name)


def tidy_before_saving(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    if sender._meta.app_label in APPS:
        tidy_texts(instance)


def _tidied(value: str, *, one_line: bool) -> str:
    plain = without_control_characters(value)
    # Only what was touched: how somebody else keeps line ends is not our business.
    if plain.replace("\r", "") == value.replace("\r", ""):
        return value
    return " ".join(plain.split()) if one_line else plain


def _tidy_stream(instance: models.Model, name: str) -> None:
    stream = getattr(instance, name)
    kept = stream.get_prep_value()
    tidied = _walked(kept)
    if tidied != kept:
        setattr(instance, name, stream.stream_block.to_python(tidied))


def _walked(value: Any) -> Any:
    if isinstance(value, str):
        return _tidied(value, one_line=False)
    if isinstance(value, dict):
        return {key: _walked(item) for key, item in value.items()}
    return [_walked(item) for item in value] if isinstance(value, list) else value


@cache
def _text_fields(model: type[models.Model]) -> tuple[tuple[str, bool], ...]:
    """Name, and whether it is one line."""
    fields = (field for field in model._meta.concrete_fields if not field.choices)
    return tuple(
        (field.attname, isinstance(field, models.CharField))
        for field in fields
        if isinstance(field, models.CharField | models.TextField)
    )


@cache
def _stream_fields(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.concrete_fields if isinstance(field, StreamField))
