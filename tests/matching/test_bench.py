"""Made-up rows to measure pages with: as rich as the example content, and real enough for every page to open."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml
from django.db.models import Count
from django.test import override_settings
from wagtail.models import Page

from expertpool.enums import Level, Visibility
from expertpool.models import ExpertProfile, ProfileLevel
from knowledge.enums import CaseKind
from knowledge.models import CaseIndexPage, CasePage, ExperimentPage, PracticePage, WijkPage
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Wijk
from matching.bench.rows import make_rows
from matching.bench.words import Words
from matching.management.commands import bench_pages
from matching.models import SupportRequest
from matching.requests.enums import RequestKind, RequestStatus
from tests.factories.pages import make_case

ROOT = Path(__file__).resolve().parents[2]
CASES = "approach active_elements themes cross_cutting wijken problems schemes partners conditions outcomes".split()


@pytest.fixture
def rows(site_tree: Any) -> None:
    make_rows(Words(), cases=80, profiles=60, requests=40)


def examples(pattern: str) -> Iterator[dict[str, Any]]:
    for path in ROOT.glob(pattern):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def size_of(case: CasePage, name: str) -> int:
    if name in {"approach", "cross_cutting"}:
        return len(getattr(case, name))
    return len(case.active_element_list) if name == "active_elements" else getattr(case, name).count()


def test_every_case_has_at_least_what_the_median_example_has(rows: None) -> None:
    known = list(examples("knowledge/data/examples/cases_*.yaml"))
    for name in CASES:
        least = median(len(row.get(name) or []) for row in known)
        assert min(size_of(case, name) for case in CasePage.objects.all()) >= least, name
    least = median(len(row["lessons"]) for row in known if row["type"] == CaseKind.EXPERIMENT)
    assert min(len(page.lesson_list) for page in ExperimentPage.objects.all()) >= least


def test_every_profile_has_at_least_what_the_median_example_has(rows: None) -> None:
    profiles = ExpertProfile.objects.prefetch_related("theme_depths", "evidence")
    sizes = {
        "themes": [len(profile.theme_depths.all()) for profile in profiles],
        "evidence": [len(profile.evidence.all()) for profile in profiles],
        "levels": [profile.level_rows.count() for profile in profiles],
        "roles": [profile.role_rows.count() for profile in profiles],
    }
    for name, found in sizes.items():
        least = median(len(row[name]) for row in examples("expertpool/data/example_profiles.yaml"))
        assert min(found) >= least, name


def test_median_request_has_the_trail_and_decisions_of_the_median_example(rows: None) -> None:
    steps = [row["steps"] for row in examples("matching/data/example_requests.yaml")]
    requests = list(SupportRequest.objects.annotate(decided=Count("decisions")))
    decided = [sum(step != "taken" for step in row) for row in steps]
    assert median(request.decided for request in requests) >= median(decided)
    # Submitting is an event too.
    assert median(events_of(request).count() for request in requests) >= median(map(len, steps)) + 1


def test_rows_are_spread_over_kinds_wijken_and_gemeenten(rows: None) -> None:
    kinds = Counter(CasePage.objects.values_list("kind", flat=True))
    assert kinds == {CaseKind.PRACTICE: 60, CaseKind.EXPERIMENT: 20}
    assert (PracticePage.objects.count(), ExperimentPage.objects.count()) == (60, 20)
    assert Wijk.objects.filter(cases=None).count() < Wijk.objects.count() / 4
    assert Gemeente.objects.exclude(requests=None).count() > 10
    assert set(SupportRequest.objects.values_list("kind", flat=True)) == set(RequestKind.values)
    # One that was made one with another says so in a row of its own.
    shown = set(RequestStatus.values) - {RequestStatus.SAMENGEVOEGD}
    assert set(SupportRequest.objects.values_list("status", flat=True)) == shown
    assert set(ExpertProfile.objects.values_list("visibility", flat=True)) == set(Visibility.values)
    assert set(ProfileLevel.objects.values_list("level", flat=True)) == set(Level.values)
    assert WijkPage.objects.count() == Wijk.objects.count()


def test_tree_is_whole_and_an_editor_may_go_on_in_it(rows: None) -> None:
    assert not any(Page.find_problems())
    page = Page.objects.get(slug="bench-4", content_type__model="experimentpage").specific
    assert isinstance(page, ExperimentPage)
    assert page.url == "/kennis/bench-4/"
    assert page.hypothesis
    page.title = "Veranderd"
    page.save_revision().publish()
    assert make_case().get_parent().specific == CaseIndexPage.objects.get()
    assert not any(Page.find_problems())


def test_same_numbers_give_the_same_texts(db: None) -> None:
    one, other = Words(), Words()
    assert [one.text(25) for _ in range(3)] == [other.text(25) for _ in range(3)]
    assert len(one.text(25).split()) == 25


def test_every_page_is_opened_and_reported(
    site_tree: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_pages, "ROUNDS", 2)
    # What it settles is for the rest of the life of a process; this one has other tests to run.
    monkeypatch.setattr(bench_pages.garbage, "settle", lambda: None)
    with override_settings(KRACHTWIJKEN_VAR=tmp_path):
        report = bench_pages.Command().report({"cases": 40, "profiles": 6, "requests": 3})
    made, pages = report["made"], report["pages"]
    assert {name: made[name] for name in ("cases", "profiles", "requests")} == {
        "cases": 40, "profiles": 6, "requests": 3,
    }  # fmt: skip
    assert {page["status"] for page in pages} == {200}
    named = "case_list case_facets case_detail wijk_page pool_list pool_grid profile work_list request_detail search"
    assert {*named.split(), "answer"} <= {page["name"] for page in pages}
    for page in pages:
        assert 0 < page["p50_ms"] <= page["p95_ms"]
        assert page["queries"] > 0, page["name"]


def test_nothing_made_up_leads_to_work_for_search(rows: None) -> None:
    """A bulk insert sends no signals: a row in the outbox for each of ten thousand would be made one by one."""
    from krachtwijken.core.outbox.models import OutboxRow

    assert not OutboxRow.objects.filter(key__startswith="case:").exists()
