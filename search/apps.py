from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        from krachtwijken.core import health
        from krachtwijken.core.serving import warm_up
        from search import signals
        from search.answer import recognise
        from search.demand import log
        from search.documents import signals as document_signals
        from search.services import engine, reconcile
        from search.words import signals as word_signals

        signals.connect()
        document_signals.connect()
        word_signals.connect()
        log.connect()
        health.register("search", engine.check)
        health.register("search_model", engine.check_model)
        health.register("search_drift", reconcile.check, details=reconcile.details)
        warm_up(engine.warm_up)
        warm_up(recognise.warm_up)
