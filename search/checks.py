"""A page type that nobody thought of for search is a mistake: found by `manage.py check`."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page, get_page_models

from search.registry import is_accounted_for


@register()
def every_page_type_is_searchable_or_left_out(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not apps.ready:
        return []
    return [
        Error(
            f"{model._meta.label} is not registered with search.",
            hint="Register it in search/searchable/, or say with search.registry.leave_out why it is not to be found.",
            obj=model,
            id="search.E001",
        )
        for model in get_page_models()
        if model is not Page and not is_accounted_for(model)
    ]
