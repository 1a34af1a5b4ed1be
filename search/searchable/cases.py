"""Approaches and experiments: what of them is found, and by whom."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from knowledge.enums import CaseStatus, EvidenceLevel
from knowledge.models import CasePage, SchemePage
from krachtwijken.core.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk
from search.registry import SearchableType, register
from search.searchable.pages import (
    live_pages,
    page_document,
    place_labels,
    place_names,
    problem_labels,
    section_texts,
    visible_pages,
)
from search.types import NO_EFFECT, STOPPED, Document, Kind

# Who asks what failed uses other words than a page that says what stopped.
WORDS_OF_STATUS: Mapping[str, Sequence[str]] = {CaseStatus.GESTOPT: ("mislukt", "gestopt")}
WORDS_OF_EVIDENCE: Mapping[str, Sequence[str]] = {EvidenceLevel.GEEN_EFFECT: ("mislukt", "geen effect")}
TOLD_OF = ("themes", "problems", "wijken__gemeente", "outcomes")


def build_case(page: CasePage) -> Document | None:
    prefetch_related_objects([page], *TOLD_OF)
    sections = [
        ("Het probleem", f"{page.problem_text} {page.target_group}"),
        ("Doel", page.goal),
        *section_texts(page.approach, block_types=("section", "quote"), heading="Aanpak"),
        ("Wat kwam eruit", page.results),
        ("Onderbouwing", page.foundation),
        ("Wat werkte niet", f"{page.what_did_not_work} {page.stop_reason}"),
    ]
    wijken = list(page.wijken.all())
    labels = [
        f"evidence:{page.evidence_level}",
        f"status:{page.status}",
        *place_labels(wijken),
        *_year_labels(page),
        *problem_labels(page.problems.all()),
    ]
    facts = [
        *(problem.label for problem in page.problems.all()),
        *(outcome.indicator for outcome in page.outcomes.all()),
        *place_names(wijken),
        *WORDS_OF_STATUS.get(page.status, ()),
        *WORDS_OF_EVIDENCE.get(page.evidence_level, ()),
    ]
    return page_document(
        Kind.CASE, page, sections, [theme.code for theme in page.themes.all()], labels, facts
    )


def _year_labels(page: CasePage) -> list[str]:
    """Every year in which it ran; without an end it runs on until today."""
    last = page.period_to or max(timezone.localdate().year, page.period_from)
    return [f"year:{year}" for year in range(page.period_from, last + 1)]


def case_badges(page: CasePage) -> Sequence[str]:
    places = ", ".join(f"{wijk.name} ({wijk.gemeente.name})" for wijk in page.wijken.all())
    stopped = STOPPED if page.status == CaseStatus.GESTOPT else ""
    no_effect = NO_EFFECT if page.evidence_level == EvidenceLevel.GEEN_EFFECT else ""
    return tuple(badge for badge in (stopped, no_effect, places, page.period) if badge)


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
            ("status", "evidence_level", "period_from", "period_to"),
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
