"""Small helpers for the knowledge templates."""

from collections.abc import Mapping
from typing import TypeVar

from django import template

register = template.Library()
Key = TypeVar("Key")
Value = TypeVar("Value")


@register.filter
def value_of(mapping: Mapping[Key, Value], key: Key) -> Value | None:
    """`mapping[key]`, or None."""
    return mapping.get(key)
