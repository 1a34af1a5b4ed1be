"""Count questions, look at night which have an answer by now, and forget them in time."""

from datetime import date, timedelta

import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from krachtwijken.core import retention
from krachtwijken.core.models import Gemeente, Wijk
from search.engine.dutch.analysis import words
from search.errors import SearchUnavailableError
from search.features.clear_matches import matches_of_query
from search.features.query_demand.models import AskedQuery, QueryLog
from search.features.query_demand.wording import has_known_words_only
from search.retrieval.recognise import recognise, themes_of
from search.types import SearchFilters

log = structlog.get_logger(__name__)

KEPT = timedelta(days=400)
# Questions looked at in one night; the others come the next.
LOOKED_AT = 500


def count_question(*, query: str, day: date, hits: int | None) -> None:
    """Not repeatable: counts one. `query` is a `kept_form`. Of two first counts at once one may be lost."""
    values: dict[str, object] = {"count": F("count") + 1}
    if hits is not None:
        values["found"] = hits
    if not QueryLog.objects.filter(query=query, day=day).update(**values):
        QueryLog.objects.bulk_create([QueryLog(query=query, day=day, found=hits)], ignore_conflicts=True)


class NotAllReviewedError(Exception):
    """There was no index, or a question failed; the others were looked at. To be tried again later this night."""


def review_questions() -> int:
    """Repeatable. Makes new questions known, then looks which have an answer for somebody without an account.

    One question that fails leaves the others. Returns how many were looked at; raises NotAllReviewedError at the end when
    some could not be.
    """
    _make_known()
    looked_at, failed = 0, False
    for asked in AskedQuery.objects.order_by(F("checked_at").asc(nulls_first=True), "pk")[:LOOKED_AT]:
        try:
            review(asked)
        except SearchUnavailableError as error:
            log.warning("questions_not_reviewed", error=str(error))
            failed = True
            break
        except Exception:
            log.exception("question_not_reviewed", question=asked.pk)
            failed = True
            continue
        looked_at += 1
    if failed:
        raise NotAllReviewedError
    return looked_at


def review(asked: AskedQuery) -> None:
    """Repeatable. An answer that came where there was none is marked; one that went takes the mark away."""
    answers = len(matches_of_query(asked.query, viewer=AnonymousUser(), filters=SearchFilters()))
    now = timezone.now()
    if not answers:
        asked.answered_at = None
    elif asked.answers == 0:
        asked.answered_at = now
    asked.answers, asked.checked_at = answers, now
    if asked.problems is None:
        # Known since before problems were counted.
        asked.problems = [problem.code for problem in recognise(asked.query)]
    # Not `moderation`: the redactie may be changing that now.
    asked.save(update_fields=["answers", "answered_at", "checked_at", "problems"])


@transaction.atomic
def _make_known() -> None:
    known = AskedQuery.objects.values("query")
    fresh = QueryLog.objects.exclude(query__in=known).values_list("query", flat=True).distinct()[:LOOKED_AT]
    names = _names() if fresh else frozenset()
    rows = [_known(query, names) for query in fresh]
    AskedQuery.objects.bulk_create(rows, ignore_conflicts=True)


def _known(query: str, names: frozenset[str]) -> AskedQuery:
    stated = recognise(query)
    return AskedQuery(
        query=query,
        themes=themes_of(stated),
        problems=[problem.code for problem in stated],
        known_words=has_known_words_only(query, names),
    )


def _names() -> frozenset[str]:
    named = [*Gemeente.objects.values_list("name", flat=True), *Wijk.objects.values_list("name", flat=True)]
    return frozenset(word for name in named for word in words(name))


@retention.register_rule("search.questions")
@transaction.atomic
def forget_questions() -> int:
    count = QueryLog.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]
    return count + AskedQuery.objects.exclude(query__in=QueryLog.objects.values("query")).delete()[0]
