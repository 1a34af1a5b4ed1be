from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "krachtwijken.core"
    label = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        from krachtwijken.core import checks  # noqa: F401 - registers the system checks

        # Every app may bring handlers for the outbox and nightly jobs.
        autodiscover_modules("handlers")
