"""Keep what a reader said of a find, and forget the words in time."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import retention
from search.features.answer.verdicts.enums import Verdict
from search.features.answer.verdicts.models import AnswerVerdict

# The verdict itself tells of no person and stays.
WORDS_KEPT = timedelta(days=2 * 365)


@transaction.atomic
def keep_verdict(
    *, key: str, verdict: Verdict, why: str, problem_codes: Collection[str], chance: float | None
) -> AnswerVerdict:
    """Not repeatable: nobody knows who said it, so nobody knows whether it was said before."""
    return AnswerVerdict.objects.create(
        key=key, verdict=verdict, why=why, problem_codes=list(problem_codes), chance=chance
    )


@retention.register_rule("search.answer_verdicts")
def forget_reasons() -> int:
    old = AnswerVerdict.objects.filter(created_at__lt=timezone.now() - WORDS_KEPT)
    return old.exclude(why="").update(why="")
