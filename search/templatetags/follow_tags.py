"""The search of this page as it stands in addresses of feeds and saved searches."""

from typing import Any

from django import template

from search.features.results_page.address import MAX_WRITTEN, canonical, query_of

register = template.Library()


@register.simple_tag(takes_context=True)
def followed_query(context: dict[str, Any]) -> str:
    """Empty when there are no words, or when it is too long to be kept."""
    query = context["request"].GET
    written = canonical(query)
    return written if query_of(query) and len(written) <= MAX_WRITTEN else ""
