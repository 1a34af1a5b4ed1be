"""Small helpers for the knowledge templates."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.urls import reverse
from wagtail.models import Page

from knowledge.attachments import attachments_of
from knowledge.discovery.ladder import STEP_OF_LEVEL
from knowledge.shortlist.cookie import holder_of
from knowledge.shortlist.selectors import kept_page_ids

register = template.Library()
Key = TypeVar("Key")
Value = TypeVar("Value")


@register.filter
def value_of(mapping: Mapping[Key, Value], key: Key) -> Value | None:
    """`mapping[key]`, or None."""
    return mapping.get(key)


@register.filter
def step_of(level: str) -> str:
    """The code of the step of the ladder on which a level of evidence stands."""
    return STEP_OF_LEVEL[level].code if level in STEP_OF_LEVEL else ""


@register.inclusion_tag("components/attachments.html", takes_context=True)
def attachments(context: Context, page: Page) -> dict[str, Any]:
    """The attachments of a page that the viewer may open, or nothing."""
    return {"attachments": attachments_of(page, viewer=context["request"].user)}


@register.inclusion_tag("knowledge/shortlist/keep_button.html", takes_context=True)
def keep_button(context: dict[str, Any], pk: int, title: str) -> dict[str, Any]:
    """Keep this page in the list. What all buttons of an answer have in common is found out once."""
    request: HttpRequest = context["request"]
    shared = getattr(request, "keep_buttons", None)
    if shared is None:
        shared = {
            "kept_pages": kept_page_ids(holder_of(request)),
            # Also so that no cache gives this page to somebody with another list.
            "token": get_token(request),
            "list_url": reverse("knowledge:shortlist"),
            "save_url": reverse("knowledge:shortlist_save"),
            "next": request.get_full_path(),
        }
        request.keep_buttons = shared  # type: ignore[attr-defined]
    return {**shared, "pk": pk, "title": title, "kept": pk in shared["kept_pages"]}
