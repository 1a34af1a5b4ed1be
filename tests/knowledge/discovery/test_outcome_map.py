"""The evidence map: what is known per theme and kind of outcome, against what is asked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knowledge.cases.filters import UNSORTED
from knowledge.discovery.asked_outcomes import ASKED
from knowledge.discovery.outcome_drawing import LARGEST_RING, ROW, draw_outcome_map
from knowledge.discovery.outcomes import (
    COLUMNS,
    WHOLE,
    OutcomeCell,
    biggest_outcome_gaps,
    outcome_rows,
)
from knowledge.models import CaseOutcome, CasePage
from krachtwijken.core.discovery import open_requests, unanswered_searches
from krachtwijken.core.models import ProblemLabel
from tests.factories.pages import make_case

VISITOR = AnonymousUser()
ADDRESS = "/kennis/bewijskaart/"


@pytest.fixture
def demand() -> Iterator[dict[str, dict[str, int]]]:
    """What stands in here is what the higher apps give."""
    given: dict[str, dict[str, int]] = {"requests": {}, "searches": {}}
    usual = open_requests.registered, unanswered_searches.registered
    open_requests.registered = lambda: given["requests"]
    unanswered_searches.registered = lambda: given["searches"]
    yield given
    open_requests.registered, unanswered_searches.registered = usual


def case_about(*domains: str, **fields: Any) -> CasePage:
    page = make_case(**{"themes": ("wonen",), **fields}).specific
    page.outcomes = [
        CaseOutcome(indicator=f"Iets {place}", domain=domain, source="Telling")
        for place, domain in enumerate(domains)
    ]
    page.save_revision().publish()
    return CasePage.objects.get(pk=page.pk)


def cells() -> dict[tuple[str, str], OutcomeCell]:
    return {
        (cell.theme, cell.column): cell for row in outcome_rows(VISITOR, "/kennis/") for cell in row.cells
    }


def parts(client: Client) -> tuple[str, str]:
    """The drawing and the table."""
    text = client.get(ADDRESS).content.decode()
    return text.split('<svg class="kw-gap"')[1].split("</svg>")[0], text.split("<table")[1].split("</table>")[
        0
    ]


def test_every_known_problem_asks_for_an_outcome(site_tree: Any) -> None:
    assert set(ASKED) == set(ProblemLabel.objects.values_list("code", flat=True))


def test_case_counts_once_in_a_cell_and_in_the_cell_of_each_theme_and_domain(site_tree: Any) -> None:
    case_about("werk", "werk", "schulden", themes=("wonen", "werken"))
    counted = {place for place, cell in cells().items() if cell.total == 1}
    assert counted == {(theme, domain) for theme in ("wonen", "werken") for domain in ("werk", "schulden")}


def test_case_without_a_domain_is_shown_as_not_sorted(site_tree: Any) -> None:
    case_about("")
    make_case(themes=("wonen",))
    case_about("", "werk")
    found = cells()
    assert found["wonen", UNSORTED].total == 2
    assert found["wonen", "werk"].total == 1


def test_case_about_a_problem_without_a_theme_stands_with_the_approach_as_a_whole(site_tree: Any) -> None:
    case_about("samenwerking", problems=("R01", "R02", "WO12"))
    found = cells()
    assert found[WHOLE, "samenwerking"].total == 1
    assert found["wonen", "samenwerking"].total == 1


@pytest.mark.parametrize(
    ("levels", "best"),
    [(["0", "3a"], "works"), (["X", "1"], "described"), (["X"], "no-effect"), (["onbekend"], "experience")],
)
def test_colour_is_the_best_evidence(site_tree: Any, levels: list[str], best: str) -> None:
    for level in levels:
        case_about("werk", evidence_level=level)
    cell = cells()["wonen", "werk"]
    assert cell.best is not None
    assert cell.best.code == best
    assert cell.total == len(levels)


def test_every_cell_leads_to_a_list_of_as_many_cases_as_it_says(site_tree: Any, client: Client) -> None:
    case_about("werk", "veiligheid")
    case_about("werk", themes=("werken",), problems=("R01",))
    case_about("", themes=("wonen", "werken"), problems=("R02",))
    for place, cell in cells().items():
        answer = client.get(cell.url)
        assert answer.status_code == 200, place
        if cell.total:
            assert answer.context["page_obj"].paginator.count == cell.total, place


def test_drawing_and_table_have_the_same_links(site_tree: Any, client: Client, demand: Any) -> None:
    case_about("wonen")
    demand["requests"]["WO12"] = 2
    drawing, table = parts(client)
    links = set(re.findall(r'href="([^"]+)"', drawing))
    assert links == set(re.findall(r'href="([^"]+)"', table))
    assert {"/kennis/?thema=wonen&amp;uitkomst=wonen", "/kennis/problemen/WO12/#gevraagd"} <= links


def test_what_is_asked_is_a_ring_in_the_cell_of_the_outcome_that_is_hoped_for(
    site_tree: Any, client: Client, demand: dict[str, dict[str, int]]
) -> None:
    assert "<circle" not in parts(client)[0]
    demand["requests"]["WO12"], demand["searches"]["WO12"] = 3, 4
    drawing, table = parts(client)
    assert drawing.count("<circle") == 1
    assert ">7</text>" in drawing
    row = table.split("/kennis/problemen/WO12/")[-1].split("</tr>")[0]
    assert re.findall(r'<td class="kw-table__number[^>]*>(\d+)</td>', row) == ["3", "4"]


def test_problem_that_nobody_sorted_is_asked_for_beside_the_domains(
    site_tree: Any, demand: dict[str, dict[str, int]]
) -> None:
    ProblemLabel.objects.create(code="WO99", theme_id="wonen", label="Nieuw", order=999)
    demand["requests"]["WO99"] = 1
    assert [place for place, cell in cells().items() if cell.demand.total] == [("wonen", UNSORTED)]


def test_largest_ring_fits_its_row(site_tree: Any, demand: dict[str, dict[str, int]]) -> None:
    demand["requests"]["WO12"] = 1000
    drawn = draw_outcome_map(outcome_rows(VISITOR, "/"))
    assert max(cell.ring for row in drawn.rows for cell in row.cells) == LARGEST_RING
    assert 2 * LARGEST_RING < ROW


def test_gaps_are_asked_for_and_unproven(site_tree: Any, demand: dict[str, dict[str, int]]) -> None:
    case_about("wonen", evidence_level="2")
    demand["requests"] |= {"WO12": 9, "WO06": 2, "VE03": 5}
    found = [
        (row.code, cell.column) for row, _, cell in biggest_outcome_gaps(outcome_rows(VISITOR, "/"), most=3)
    ]
    assert found == [("veiligheid", "veiligheid"), ("wonen", "samenwerking")]


def test_hidden_case_is_not_counted(site_tree: Any) -> None:
    case = case_about("werk").specific
    case.unpublish()
    assert not any(cell.total for cell in cells().values())


def test_many_cases_ask_no_more_than_one(site_tree: Any, client: Client) -> None:
    def queries() -> int:
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ADDRESS).status_code == 200
        return len(asked)

    case_about("werk", problems=("R01",))
    one = queries()
    for domain, _ in COLUMNS[:4]:
        case_about(domain, problems=("R01", "WO12"))
    assert queries() == one


def test_list_offers_domains_with_their_numbers(site_tree: Any, client: Client) -> None:
    case_about("werk")
    case_about("werk", "schulden")
    case_about("")
    answer = client.get("/kennis/")
    (facet,) = [facet for facet in answer.context["facets"] if facet.name == "uitkomst"]
    assert [(option.value, option.count) for option in facet.options] == [
        ("werk", 2),
        ("schulden", 1),
        (UNSORTED, 1),
    ]
    both = client.get(f"/kennis/?uitkomst=schulden&uitkomst={UNSORTED}")
    assert both.context["page_obj"].paginator.count == 2


def test_page_carries_no_style_or_script_of_its_own(site_tree: Any, client: Client) -> None:
    text = client.get(ADDRESS).content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert "<script" not in text
