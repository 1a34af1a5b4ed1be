"""Keep a problem text, and forget it in time."""

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import retention
from search.features.answer.models import ProblemStatement
from search.retrieval.recognise import recognise, themes_of


@transaction.atomic
def keep_statement(*, text: str) -> ProblemStatement:
    """Not repeatable: every paste has an address of its own. The text was checked for personal data by the form."""
    problems = recognise(text)
    return ProblemStatement.objects.create(
        text=text, theme_codes=themes_of(problems), problem_codes=[item.code for item in problems]
    )


@retention.register_rule("search.problem_statements")
def forget_statements() -> int:
    return ProblemStatement.objects.filter(expires_at__lt=timezone.now()).delete()[0]
