from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "krachtwijken.core"
    label = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        from krachtwijken.core import checks  # noqa: F401 - registers the system checks
        from krachtwijken.core.exports import guard_exports
        from krachtwijken.core.tidying import tidy_before_saving

        guard_exports()
        pre_save.connect(tidy_before_saving, dispatch_uid="core.tidying")
        # Every app may bring handlers for the outbox and nightly jobs, and says how long it keeps what.
        autodiscover_modules("handlers", "kept")
