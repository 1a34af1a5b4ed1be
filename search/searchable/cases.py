"""Approaches and experiments: what of them is found, and by whom."""

from collections.abc import Sequence
from functools import partial

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from knowledge.models import CasePage, SchemePage
from krachtwijken.core.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk
from search.registry import SearchableType, register
from search.searchable.pages import (
    live_pages,
    page_document,
    place_labels,
    place_names,
    section_texts,
    visible_pages,
)
from search.types import Document, Kind

TOLD_OF = ("themes", "problems", "wijken__gemeente")


def build_case(page: CasePage) -> Document | None:
    prefetch_related_objects([page], *TOLD_OF)
    sections = [
        ("Het probleem", f"{page.problem_text} {page.target_group}"),
        ("Doel", page.goal),
        *section_texts(page.approach, block_types=("section", "quote"), heading="Aanpak"),
        ("Wat kwam eruit", page.results),
        ("Wat werkte niet", f"{page.what_did_not_work} {page.stop_reason}"),
    ]
    wijken = list(page.wijken.all())
    labels = [
        f"evidence:{page.evidence_level}",
        f"status:{page.status}",
        *place_labels(wijken),
        *_year_labels(page),
    ]
    facts = [*(problem.label for problem in page.problems.all()), *place_names(wijken)]
    return page_document(
        Kind.CASE, page, sections, [theme.code for theme in page.themes.all()], labels, facts
    )


def _year_labels(page: CasePage) -> list[str]:
    """Every year in which it ran; without an end it runs on until today."""
    last = page.period_to or max(timezone.localdate().year, page.period_from)
    return [f"year:{year}" for year in range(page.period_from, last + 1)]


def case_badges(page: CasePage) -> Sequence[str]:
    places = ", ".join(f"{wijk.name} ({wijk.gemeente.name})" for wijk in page.wijken.all())
    stopped = ("Gestopt",) if page.status == "gestopt" else ()
    return tuple(badge for badge in (*stopped, places, page.period) if badge)


register(
    SearchableType(
        kind=Kind.CASE,
        model=CasePage,
        label="Aanpak of experiment",
        tab="Aanpakken",
        build=build_case,
        candidates=partial(live_pages, CasePage, *TOLD_OF),
        visible=visible_pages(
            CasePage,
            ("status", "period_from", "period_to"),
            prefetched=[Prefetch("wijken", Wijk.objects.select_related("gemeente"))],
        ),
        badges=case_badges,
        depends_on={
            Theme: "themes",
            ProblemLabel: "problems",
            Wijk: "wijken",
            Gemeente: "wijken__gemeente",
            Organisation: "owner_organisation",
            SchemePage: "schemes",
        },
        suggested_as="Aanpakken",
        is_news=True,
        is_evidence=True,
    )
)
