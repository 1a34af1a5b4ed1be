"""What search gives to the templates of apps that stand below it."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from knowledge.models import CasePage
from search.api import similar_cases

register = template.Library()


@register.simple_tag(takes_context=True)
def more_like_this(context: dict[str, Any], page: CasePage, limit: int = 3) -> list[CasePage]:
    """Cases like this one that the reader may see; nothing for a draft that is not saved yet."""
    if not page.pk:
        return []
    viewer = getattr(context.get("request"), "user", None) or AnonymousUser()
    return similar_cases(page, viewer=viewer, limit=limit)
