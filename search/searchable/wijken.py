"""Neighbourhoods, with their problems."""

from collections.abc import Sequence
from functools import partial

from knowledge.models import WijkPage
from krachtwijken.core.models import Gemeente, ProblemLabel, Theme, Wijk
from search.registry import SearchableType, register
from search.searchable.pages import live_pages, page_document, place_labels, problem_labels, visible_pages
from search.types import Document, Kind


def build_wijk(page: WijkPage) -> Document | None:
    problems = list(page.problems.all())
    themes = sorted({problem.theme_id for problem in problems if problem.theme_id})
    place = f"{page.wijk.name} in {page.wijk.gemeente.name}"
    facts = [problem.label for problem in problems]
    labels = [*place_labels([page.wijk]), *problem_labels(problems)]
    return page_document(Kind.WIJK, page, [(place, page.about)], themes, labels, facts)


def wijk_badges(page: WijkPage) -> Sequence[str]:
    return (page.wijk.gemeente.name,)


register(
    SearchableType(
        kind=Kind.WIJK,
        model=WijkPage,
        label="Wijk",
        tab="Wijken",
        build=build_wijk,
        candidates=partial(live_pages, WijkPage),
        visible=visible_pages(WijkPage, ("wijk__gemeente__name",), joined=["wijk__gemeente"]),
        badges=wijk_badges,
        depends_on={
            Theme: "problems__theme",
            ProblemLabel: "problems",
            Wijk: "wijk",
            Gemeente: "wijk__gemeente",
        },
        suggested_as="Wijken",
        is_news=True,
        is_evidence=True,
    )
)
