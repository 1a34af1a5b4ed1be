"""What `manage.py check` says about a site that is half set up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

ENGINES = ("embedded", "elasticsearch")


@register()
def search_engine_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.SEARCH_ENGINE not in ENGINES:
        return [
            Error(
                f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}; choose one of {', '.join(ENGINES)}.",
                id="krachtwijken.E001",
            )
        ]
    if settings.SEARCH_ENGINE == "elasticsearch" and not settings.ELASTICSEARCH_URL:
        return [
            Error("SEARCH_ENGINE is elasticsearch but ELASTICSEARCH_URL is not set.", id="krachtwijken.E002")
        ]
    return []


@register(Tags.security, deploy=True)
def example_content_stays_out(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.EXAMPLE_CONTENT_ALLOWED:
        return [Error("EXAMPLE_CONTENT_ALLOWED is for development.", id="krachtwijken.E003")]
    return []


@register(Tags.security, deploy=True)
def second_factor_is_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECOND_FACTOR_REQUIRED:
        return [Error("SECOND_FACTOR_REQUIRED must be on in production.", id="krachtwijken.E004")]
    return []
