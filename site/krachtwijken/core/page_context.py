"""What a page shows beside its own fields, registered per page type so that models need not know who reads them.

@page_context(EventPage)
def event(request: HttpRequest, page: EventPage) -> dict[str, Any]:
    return {"registered": registrations_visible_to(request.user, page)}
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from wagtail.models import Page

AnyPage = TypeVar("AnyPage", bound=Page)
Context = Callable[[HttpRequest, Any], dict[str, Any]]
_contexts: dict[type[Page], Context] = {}


def page_context(page_type: type[AnyPage]) -> Callable[[Context], Context]:
    """Of a page type and those that extend it."""

    def register(context: Context) -> Context:
        if page_type in _contexts:
            raise ValueError(f"{page_type.__name__} has a context already")
        _contexts[page_type] = context
        return context

    return register


def context_of_page(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What is registered for the type of this page and for what that extends; nothing for other types."""
    context: dict[str, Any] = {}
    for page_type in reversed(type(page).__mro__):
        if page_type in _contexts:
            context |= _contexts[page_type](request, page)
    return context
