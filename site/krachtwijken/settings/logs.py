"""Structured lines on standard output: request id, route and code; what stays out: docs/security.md."""

import logging.config  # noqa: F401
from typing import Any

import structlog

from krachtwijken.core.log_values import without_values
from krachtwijken.settings import env

SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
FORMATTERS: dict[str, dict[str, Any]] = {
    "json": {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_values,
            structlog.processors.JSONRenderer(),
        ],
        "foreign_pre_chain": SHARED_PROCESSORS,
    },
    "plain": {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_values,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        "foreign_pre_chain": SHARED_PROCESSORS,
    },
}
QUIETER = {
    "tokenizers": "WARNING",
    # Every change of a page, with its title; the audit trail tells it by number.
    "wagtail": "WARNING",
    "elastic_transport": "WARNING",
    # They tell of every rule of a stylesheet that paper has no use for, and of every font.
    "weasyprint": "ERROR",
    "fontTools": "WARNING",
    # Two lines for every row that is saved: Wagtail's own index and references, at once and in the same process.
    "django.tasks": "WARNING",
    "django_tasks": "WARNING",
}


def logging_settings(*, form: str, level: str, loggers: dict[str, str] | None = None) -> dict[str, Any]:
    """`form` and `level` are what holds when the environment names none; `loggers` differ from that level."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": FORMATTERS,
        "filters": {"library_lines": {"()": "krachtwijken.core.quiet_logs.LibraryLines"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": env.text("LOG_FORMAT") or form,
                "filters": ["library_lines"],
            }
        },
        "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL") or level},
        "loggers": {name: {"level": least} for name, least in {**QUIETER, **(loggers or {})}.items()},
    }


LOGGING = logging_settings(form="json", level="INFO")
