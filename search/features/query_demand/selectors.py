"""What everybody may see of what was asked. The same for every viewer: nothing here depends on rights."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from krachtwijken.core.enums import ThemeCode
from search.features.query_demand.enums import Moderation
from search.features.query_demand.models import AskedQuery, QueryLog

# Asked on so many days, or so often: less could be what one person typed.
ENOUGH_DAYS, ENOUGH_TIMES = 2, 3
MOST_SHOWN = 50
ANSWERED_SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ThemeDemand:
    """How often a theme was asked for, and how often of those without an answer; shares of the longest bar."""

    name: str
    asked: int
    unanswered: int
    share: float
    unanswered_share: float


def unanswered_questions() -> list[AskedQuery]:
    """With `times`, `days` and `last`; asked most often first."""
    return list(_public().filter(answers=0).order_by("-times", "-last", "query")[:MOST_SHOWN])


def answered_questions() -> list[AskedQuery]:
    """Those that had no answer before, newest first."""
    since = timezone.now() - ANSWERED_SHOWN_FOR
    return list(
        _public().filter(answers__gt=0, answered_at__gte=since).order_by("-answered_at", "query")[:MOST_SHOWN]
    )


def demand_by_theme() -> list[ThemeDemand]:
    """Sums over all that was asked and not hidden; a theme that nobody asked for is shown with 0."""
    asked: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()
    rows = _counted().exclude(moderation=Moderation.HIDDEN).values_list("themes", "answers", "times")
    for themes, answers, times in rows:
        for code in themes:
            asked[code] += times
            if answers == 0:
                unanswered[code] += times
    longest = max(asked.values(), default=0) or 1
    return [
        ThemeDemand(
            str(theme.label),
            asked[theme],
            unanswered[theme],
            round(100 * asked[theme] / longest, 1),
            round(100 * unanswered[theme] / longest, 1),
        )
        for theme in sorted(ThemeCode, key=lambda theme: (-asked[theme], str(theme.label)))
    ]


def unanswered_by_problem() -> Mapping[str, int]:
    """By the code of a problem how often it was searched for in vain; what the redactie hides does not count."""
    counts: Counter[str] = Counter()
    rows = _counted().filter(answers=0).exclude(moderation=Moderation.HIDDEN)
    for problems, times in rows.values_list("problems", "times"):
        for code in problems or ():
            counts[code] += times
    return counts


def _public() -> Any:
    often = Q(days__gte=ENOUGH_DAYS) | Q(times__gte=ENOUGH_TIMES)
    allowed = Q(moderation=Moderation.SHOWN) | Q(moderation=Moderation.AUTOMATIC, known_words=True)
    return _counted().filter(often, allowed)


def _counted() -> Any:
    """A queryset of `AskedQuery` with `times`, `days` and `last`."""
    rows = QueryLog.objects.filter(query=OuterRef("query")).order_by().values("query")
    return AskedQuery.objects.annotate(
        times=Subquery(rows.annotate(sum=Sum("count")).values("sum")),
        days=Subquery(rows.annotate(number=Count("day")).values("number")),
        last=Subquery(rows.annotate(latest=Max("day")).values("latest")),
    ).filter(times__isnull=False)
