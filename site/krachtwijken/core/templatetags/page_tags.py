"""Numbers: those below a list in pages, and large ones with points in them; and a capital as Dutch writes it."""

from typing import Any

from django import template
from django.core.paginator import Paginator

from krachtwijken.core.text import with_capital
from krachtwijken.core.text.numbers import thousands

register = template.Library()
register.filter("thousands", thousands)
register.filter("with_capital", with_capital)


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int | str]:
    """The first, the last and those around `number`, with dots between."""
    return list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1))
