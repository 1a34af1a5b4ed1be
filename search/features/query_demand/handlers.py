"""The nightly look at what was asked."""

from krachtwijken.core.scheduler import nightly
from search.features.query_demand.services import review_questions


@nightly("search.questions")
def look_at_questions() -> None:
    review_questions()
