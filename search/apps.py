from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        from krachtwijken.core import health
        from krachtwijken.core.serving import warm_up
        from search import backend, checks, searchable  # noqa: F401 - the last two register themselves
        from search.features.query_demand import counting
        from search.features.synonyms import signals as synonym_signals
        from search.features.synonyms.selectors import current_synonyms
        from search.indexing import reconcile, signals
        from search.indexing.attachments import searchable as attachments  # noqa: F401 - registers itself
        from search.indexing.attachments import signals as attachment_signals
        from search.retrieval import recognise

        backend.synonym_table.register(current_synonyms)
        signals.connect()
        attachment_signals.connect()
        synonym_signals.connect()
        counting.connect()
        health.register("search", backend.check_index)
        health.register("search_model", backend.check_model)
        health.register("search_drift", reconcile.check_drift, details=reconcile.drift_details)
        warm_up(backend.warm_up)
        warm_up(recognise.warm_up)
