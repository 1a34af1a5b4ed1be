"""What `manage.py check` says about a site that is half set up."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.db import connection

from krachtwijken.core import retention
from krachtwijken.core.programme.contact import programme_contact
from krachtwijken.core.programme.models import ProgrammeContact

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


@register()
def every_model_has_a_term(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Personal data without a declared period fails the build; that a table holds none is declared too."""
    labels = sorted(model._meta.label for model in apps.get_models())
    silent = [
        Error(f"{label}: say in the kept.py of its app how long its rows stay.", id="krachtwijken.E005")
        for label in labels
        if label not in retention.TERMS
    ]
    idle = [
        Error(f"{label}: the rule {term.rule!r} of its term is not there.", id="krachtwijken.E006")
        for label, term in sorted(retention.TERMS.items())
        if term.rule and term.rule not in retention.RULES
    ]
    return [*silent, *idle]


@register(Tags.security, deploy=True)
def example_content_stays_out(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.EXAMPLE_CONTENT_ALLOWED:
        return [Error("EXAMPLE_CONTENT_ALLOWED is for development.", id="krachtwijken.E003")]
    return []


@register(Tags.database)
def somebody_can_be_reached(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked with `check --database default`, of tables that are there."""
    if not databases or not _has_contact_table():
        return []
    if programme_contact().is_complete:
        return []
    return [
        Advice(
            "Nobody can see who runs this site: beheer fills in name and mail under Settings, contact van het programma.",
            id="krachtwijken.W001",
        )
    ]


def _has_contact_table() -> bool:
    return ProgrammeContact._meta.db_table in connection.introspection.table_names()


@register(Tags.security, deploy=True)
def second_factor_is_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECOND_FACTOR_REQUIRED:
        return [Error("SECOND_FACTOR_REQUIRED must be on in production.", id="krachtwijken.E004")]
    return []
