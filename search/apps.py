from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        from krachtwijken.core import health
        from krachtwijken.core.discovery import unanswered_searches
        from krachtwijken.core.serving import warm_up
        from search import backend, checks, searchable  # noqa: F401 - the last two register themselves
        from search.features import shared_texts
        from search.features.query_demand import counting
        from search.features.query_demand.selectors import unanswered_by_problem
        from search.features.synonyms import signals as synonym_signals
        from search.features.synonyms.selectors import current_synonyms
        from search.indexing import reconcile, signals
        from search.indexing.attachments import searchable as attachments  # noqa: F401 - registers itself
        from search.indexing.attachments import signals as attachment_signals
        from search.retrieval import recognise

        backend.synonym_table.register(current_synonyms)
        shared_texts.register_for_contributions()
        signals.watch_rows()
        attachment_signals.watch_attachments()
        synonym_signals.watch_words()
        counting.count_after_requests()
        unanswered_searches.register(unanswered_by_problem)
        health.register_check("search", backend.check_index)
        health.register_check("search_model", backend.check_model)
        health.register_check("search_drift", reconcile.check_drift, details=reconcile.drift_details)
        warm_up(backend.warm_up_search)
        warm_up(recognise.warm_up_recogniser)
