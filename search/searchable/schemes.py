"""Schemes and funds."""

from functools import partial

from knowledge.models import SchemePage
from krachtwijken.core.models import ProblemLabel, Theme
from search.registry import SearchableType, register
from search.searchable.pages import live_pages, page_document, problem_labels, visible_pages
from search.types import Document, Kind


def build_scheme(page: SchemePage) -> Document | None:
    sections = [
        ("Voor wie", page.for_whom),
        ("Wat u ermee kunt", page.what_it_offers),
        ("Voorwaarden", page.requirements),
    ]
    problems = list(page.problems.all())
    themes = [theme.code for theme in page.themes.all()]
    facts = [problem.label for problem in problems]
    return page_document(Kind.SCHEME, page, sections, themes, problem_labels(problems), facts)


register(
    SearchableType(
        kind=Kind.SCHEME,
        model=SchemePage,
        label="Regeling",
        tab="Regelingen",
        build=build_scheme,
        candidates=partial(live_pages, SchemePage),
        visible=visible_pages(SchemePage),
        depends_on={Theme: "themes", ProblemLabel: "problems"},
        suggested_as="Regelingen",
        is_news=True,
        is_evidence=True,
    )
)
