"""Addresses that keep the rest of the query."""

from typing import Any

from django import template
from django.core.paginator import Paginator

register = template.Library()


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: object) -> str:
    """The query of this page with some names changed; None leaves a name out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int | str]:
    """The first, the last and those around `number`, with dots between."""
    return list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1))
