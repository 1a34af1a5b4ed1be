"""The same texts in Wagtail's own database search, in a scratch database."""

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from krachtwijken.core.measuring import percentile, time_call
from search.evaluation.bench.synthetic import Corpus

AT_ONCE = 1000
SHOWN = 10
# Of many pages one question takes it seconds.
ASKED = 5


def measure_wagtail(count: int, queries: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of a search for any of the words, the first ten pages fetched; pages a second when indexing."""
    real = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        begun = time.perf_counter()
        fill(count)
        seconds = time.perf_counter() - begun
        times = [time_call(lambda text=text: ask(text)) for text in queries[:ASKED]]  # type: ignore[misc]
    finally:
        connection.creation.destroy_test_db(real, verbosity=0)
    return {
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "pages_per_s": round(count / seconds, 1),
    }


def fill(count: int) -> None:
    index = get_search_backend().get_index_for_model(Page)
    pages = made_up(count)
    while batch := list(islice(pages, AT_ONCE)):
        index.add_items(Page, Page.objects.bulk_create(batch))


def made_up(count: int) -> Iterator[Page]:
    """Wagtail searches the title of a plain page: it holds the whole text, which no form would allow."""
    kind, locale = ContentType.objects.get_for_model(Page), Locale.get_default()
    root = Page.objects.filter(depth=1).first()
    assert root is not None  # noqa: S101 - made by Wagtail's migrations
    for document in Corpus().documents(count):
        whole = f"{document.title}. {document.sections[0][1]}"
        yield Page(
            path=Page._get_path(root.path, 2, document.pk + 1000),
            depth=2,
            title=whole,
            draft_title=whole,
            slug=f"bench-{document.pk}",
            url_path=f"/bench-{document.pk}/",
            content_type=kind,
            locale=locale,
            live=True,
        )


def ask(text: str) -> list[Page]:
    return list(get_search_backend().search(text, Page.objects.live(), operator="or")[:SHOWN])
