"""The numbers below a list in pages."""

from typing import Any

from django import template
from django.core.paginator import Paginator

register = template.Library()


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int | str]:
    """The first, the last and those around `number`, with dots between."""
    return list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1))
