"""Small helpers for the knowledge templates."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import template
from django.template import Context
from wagtail.models import Page

from knowledge.attachments import attachments_of

register = template.Library()
Key = TypeVar("Key")
Value = TypeVar("Value")


@register.filter
def value_of(mapping: Mapping[Key, Value], key: Key) -> Value | None:
    """`mapping[key]`, or None."""
    return mapping.get(key)


@register.inclusion_tag("components/attachments.html", takes_context=True)
def attachments(context: Context, page: Page) -> dict[str, Any]:
    """The attachments of a page that the viewer may open, or nothing."""
    return {"attachments": attachments_of(page, viewer=context["request"].user)}
