from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "krachtwijken.core"
    label = "core"
    verbose_name = "Kern"
