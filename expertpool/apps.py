from django.apps import AppConfig


class ExpertpoolConfig(AppConfig):
    name = "expertpool"
    verbose_name = "Expertpool"

    def ready(self) -> None:
        from expertpool.directory.problem_helpers import helpers_of_problem, helpers_of_theme
        from krachtwijken.core.discovery import people_for_problem, people_for_theme

        people_for_problem.register(helpers_of_problem)
        people_for_theme.register(helpers_of_theme)
