from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = "Kennis"

    def ready(self) -> None:
        from knowledge import page_context  # noqa: F401 - registers what the pages show
        from knowledge.contributions.signals import watch_contributed_pages

        watch_contributed_pages()
        from knowledge.centres.signals import watch_centres
        from knowledge.review_mail.notices import watch_reviews

        watch_centres()
        watch_reviews()
        from knowledge.validity.handlers import watch_validity

        watch_validity()
        from knowledge.figures.counting import count_after_requests

        count_after_requests()
        from knowledge.discovery.selectors import pages_about
        from krachtwijken.core.discovery import pages_about_problem

        pages_about_problem.register(pages_about)
