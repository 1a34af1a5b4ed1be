"""The evidence map per problem: what is known against what is asked, in a drawing and in an equal table."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from knowledge.discovery import presenter
from knowledge.discovery.drawing import LARGEST_RING, MANY, ROW, draw_gap_map
from knowledge.discovery.ladder import BEST_FIRST, STEPS
from knowledge.discovery.presenter import biggest_gaps, theme_groups
from knowledge.enums import EvidenceLevel
from krachtwijken.core.discovery import open_requests, unanswered_searches
from tests.factories.pages import make_case

VISITOR = AnonymousUser()
ADDRESS = "/kennis/bewijskaart/problemen/"


@pytest.fixture
def demand() -> Iterator[dict[str, dict[str, int]]]:
    """What stands in here is what the higher apps give."""
    given: dict[str, dict[str, int]] = {"requests": {}, "searches": {}}
    usual = open_requests.registered, unanswered_searches.registered
    open_requests.registered = lambda: given["requests"]
    unanswered_searches.registered = lambda: given["searches"]
    yield given
    open_requests.registered, unanswered_searches.registered = usual


def parts(client: Client) -> tuple[str, str]:
    """The drawing and the table."""
    text = client.get(ADDRESS).content.decode()
    return text.split('<svg class="kw-gap"')[1].split("</svg>")[0], text.split("<table")[1].split("</table>")[
        0
    ]


def test_every_level_stands_on_one_step_and_in_one_place_of_the_order() -> None:
    on_steps = [level for step in STEPS for level in step.levels]
    assert sorted(on_steps) == sorted(EvidenceLevel)
    assert sorted(BEST_FIRST) == sorted(EvidenceLevel)


def test_drawing_and_table_have_the_same_links(site_tree: Any, client: Client, demand: Any) -> None:
    make_case(problems=("WO12",), evidence_level="3a")
    demand["requests"]["WO12"] = 2
    drawing, table = parts(client)
    links = {re.sub(r"#.*", "", link) for link in re.findall(r'href="([^"]+)"', drawing)}
    assert links == set(re.findall(r'href="([^"]+)"', table))
    assert "/kennis/?probleem=WO12&amp;bewijs=3a&amp;bewijs=3b&amp;bewijs=3c" in links


def test_a_cell_leads_to_a_list_of_as_many_cases_as_it_says(site_tree: Any, client: Client) -> None:
    for level in ("3a", "3c", "2"):
        make_case(problems=("WO12",), evidence_level=level)
    make_case(problems=("WO01",), evidence_level="3a")
    row = next(
        row
        for band in draw_gap_map(theme_groups(VISITOR), "/kennis/").bands
        for row in band.rows
        if row.line.problem.code == "WO12"
    )
    for cell in row.cells:
        if cell.count:
            assert client.get(cell.url).context["page_obj"].paginator.count == cell.count
    assert [cell.count for cell in row.cells] == [0, 0, 1, 2, 0]


def test_links_of_the_drawing_stand_outside_the_order_of_the_keyboard(site_tree: Any, client: Client) -> None:
    """It is hidden for screen readers; the table has the same links."""
    drawing, table = parts(client)
    assert drawing.count("<a ") == drawing.count('tabindex="-1"') > 57
    assert "tabindex" not in table


def test_cell_is_full_from_five_cases_on(site_tree: Any) -> None:
    for _ in range(MANY - 1):
        make_case(problems=("WO12",))
    assert tones("WO12") == ["some", "none", "none", "none", "none"]
    make_case(problems=("WO12",))
    assert tones("WO12")[0] == "many"


def tones(code: str) -> list[str]:
    return next(
        [cell.tone for cell in row.cells]
        for band in draw_gap_map(theme_groups(VISITOR), "/kennis/").bands
        for row in band.rows
        if row.line.problem.code == code
    )


def test_what_is_asked_gets_a_ring_and_stands_in_the_table(
    site_tree: Any, client: Client, demand: dict[str, dict[str, int]]
) -> None:
    drawing, _ = parts(client)
    assert "kw-gap__ring" not in drawing
    demand["requests"]["WO12"], demand["searches"]["WO12"] = 3, 4
    drawing, table = parts(client)
    assert drawing.count("<circle") == 1
    assert ">7</text>" in drawing
    row = table.split("/kennis/problemen/WO12/")[-1].split("</tr>")[0]
    assert re.findall(r'<td class="kw-table__number">(\d+)</td>', row) == ["3", "4"]


def test_largest_ring_fits_its_row(site_tree: Any, demand: dict[str, dict[str, int]]) -> None:
    demand["requests"]["WO12"] = 1000
    rings = [
        row.ring for band in draw_gap_map(theme_groups(VISITOR), "/").bands for row in band.rows if row.ring
    ]
    assert rings == [LARGEST_RING]
    assert 2 * LARGEST_RING < ROW


def test_gaps_are_unproven_and_the_most_asked_stand_first(
    site_tree: Any, demand: dict[str, dict[str, int]]
) -> None:
    make_case(problems=("WO12",), evidence_level="2")
    make_case(problems=("WO01",), evidence_level="1")
    demand["requests"] |= {"WO12": 9, "WO01": 2, "VE01": 5}
    gaps = [line.problem.code for line in biggest_gaps(theme_groups(VISITOR), most=3)]
    assert gaps[:2] == ["VE01", "WO01"]
    assert "WO12" not in gaps


def test_no_demand_without_the_higher_apps(site_tree: Any, demand: Any) -> None:
    open_requests.registered = unanswered_searches.registered = None
    assert {line.demand.total for group in theme_groups(VISITOR) for line in group.lines} == {0}


def test_whole_approach_has_one_name_everywhere() -> None:
    from knowledge.page_context import centres

    assert centres.GENERAL == presenter.WHOLE_APPROACH


def test_page_carries_no_style_or_script_of_its_own(site_tree: Any, client: Client) -> None:
    text = client.get(ADDRESS).content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert "<script" not in text
