"""Small helpers for the knowledge templates."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from wagtail.models import Page

from knowledge.attachments import attachments_of
from knowledge.shortlist.cookie import holder_of
from knowledge.shortlist.selectors import kept_page_ids

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


@register.inclusion_tag("knowledge/shortlist/keep_button.html", takes_context=True)
def keep_button(context: dict[str, Any], pk: int, title: str) -> dict[str, Any]:
    """Keep this page in the list; what is kept is read once for the whole page."""
    request: HttpRequest = context["request"]
    if not hasattr(request, "kept_pages"):
        request.kept_pages = kept_page_ids(holder_of(request))  # type: ignore[attr-defined]
    get_token(request)  # so that no cache gives this page to somebody with another list
    kept = pk in request.kept_pages  # type: ignore[attr-defined]
    return {"pk": pk, "title": title, "kept": kept, "next": request.get_full_path()}
