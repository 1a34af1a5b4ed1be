"""Who took an approach over: what counts, what is drawn, what stays out of sight."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from knowledge.editorial.example_spread import load_example_spread
from knowledge.editorial.examples import load_examples
from knowledge.enums import ResultDirection
from knowledge.models import CaseCondition, CasePage, Replication
from knowledge.reports.models import Report
from knowledge.spread.drawing import MOST_DRAWN, draw_spread
from knowledge.spread.rules import spread_of
from krachtwijken.core.models import Gemeente, Wijk
from tests.factories.pages import make_case, make_wijk_page

CANARY = "kanarie in een concept"
REPORT = {
    "where": "Overvecht, Utrecht", "year": "2021", "direction": "beter", "text": "De ronde begint eerder.", "source_url": "",
}  # fmt: skip


def take_over(case: CasePage, slug: str, direction: str = "beter", year: int = 2018, **fields: Any) -> None:
    page = case.specific
    wijk = Wijk.objects.get(slug=slug)
    page.replications.add(
        Replication(wijk=wijk, year=year, direction=direction, **{"source": "Verslag", **fields})
    )
    page.save_revision().publish()


def spread(case: CasePage) -> Any:
    return spread_of(case, list(case.wijken.all()))


def section(client: Client, case: CasePage) -> str:
    return client.get(case.url).content.decode().split('id="overnames"')[1].split("</section>")[0]


def test_place_counts_once_with_its_latest_known_result(site_tree: Any) -> None:
    case = make_case()
    take_over(case, "arnhem-klarendal", "slechter", 2012)
    take_over(case, "arnhem-klarendal", "beter", 2015)
    take_over(case, "arnhem-klarendal", "onbekend", 2019)
    take_over(case, "alkmaar-overdie", "gelijk", 2016)
    found = spread(case)
    assert (found.places, found.repeated) == (2, 1)
    assert found.sentence == "Herhaald in 1 wijk met een beter resultaat, van 2 die de aanpak overnamen"
    assert dict(found.counts) == {ResultDirection.BETTER: 1, ResultDirection.SAME: 1}


def test_own_wijk_is_no_place_that_took_it_over(site_tree: Any) -> None:
    case = make_case()
    page = case.specific
    page.wijken = [Wijk.objects.get(slug="arnhem-klarendal")]
    page.save_revision().publish()
    take_over(case, "arnhem-klarendal")
    assert (spread(case).places, spread(case).sentence) == (0, "")


def test_nothing_better_anywhere_is_said(site_tree: Any) -> None:
    case = make_case()
    take_over(case, "alkmaar-overdie", "slechter")
    assert spread(case).sentence == "Overgenomen in 1 wijk, nog nergens met een beter resultaat"


def test_case_page_shows_list_drawing_and_proof(site_tree: Any, client: Client) -> None:
    make_wijk_page("alkmaar-overdie")
    case = make_case()
    take_over(case, "alkmaar-overdie", adapted="Eerder op de avond.", result="Minder <b>meldingen</b>.")
    text = section(client, case)
    assert 'href="/wijken/alkmaar-overdie/"' in text
    assert "Eerder op de avond." in text
    assert "Minder &lt;b&gt;meldingen" in text
    assert "kw-spread__point--beter" in text
    assert "style=" not in text
    assert "Herhaald in 1 wijk" in client.get(case.url).content.decode().split("<dt>Bewijs</dt>")[1]


def test_case_without_overname_says_so(site_tree: Any, client: Client) -> None:
    assert "Wij weten nog niet van een andere wijk" in section(client, make_case())


def test_overname_in_a_draft_or_under_a_hidden_wijk_page_stays_out_of_sight(
    site_tree: Any, client: Client
) -> None:
    hidden = make_wijk_page("alkmaar-overdie")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    case = make_case()
    take_over(case, "alkmaar-overdie")
    page = case.specific
    page.replications.add(
        Replication(wijk=Wijk.objects.get(slug="arnhem-klarendal"), year=2020, source="x", result=CANARY)
    )
    page.save_revision()
    assert CANARY in page.replications.last().result
    text = client.get(case.url).content.decode()
    assert CANARY not in text
    assert hidden.url not in text
    assert CANARY not in client.get(f"/vergelijken/?p={case.pk}&p={make_case().pk}").content.decode()


def test_drawing_has_a_point_for_each_up_to_what_is_readable(site_tree: Any) -> None:
    case = make_case()
    page = case.specific
    page.replications = [
        Replication(wijk=wijk, year=2016 + number % 9, source="x")
        for number, wijk in enumerate(Wijk.objects.all()[: MOST_DRAWN + 2])
    ]
    page.save_revision().publish()
    drawn = draw_spread(case, spread(case), [])
    assert drawn is not None
    assert len(drawn.points) == MOST_DRAWN
    assert all(drawn.left <= point.x <= drawn.right for point in drawn.points)
    assert drawn.points[-1].y < drawn.height


def test_drawing_of_one_year_divides_by_nothing(site_tree: Any) -> None:
    case = make_case(period_from=2015)
    take_over(case, "alkmaar-overdie", year=2015)
    drawn = draw_spread(case, spread(case), ["Overdie (Alkmaar)"])
    assert drawn is not None
    assert drawn.ticks[0][1] == 2015


def test_page_asks_as_often_for_one_overname_as_for_three(site_tree: Any, client: Client) -> None:
    one, three = make_case(), make_case()
    take_over(one, "alkmaar-overdie")
    for slug in ("alkmaar-overdie", "arnhem-klarendal", "arnhem-presikhaaf"):
        take_over(three, slug)
    counts = []
    for case in (one, three, one, three):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(case.url)
        counts.append(len(queries))
    assert counts[2] == counts[3]


def test_comparison_names_it_and_asks_as_often_for_one_as_for_three(site_tree: Any, client: Client) -> None:
    one, other = make_case(), make_case()
    address = f"/vergelijken/?p={one.pk}&p={other.pk}"
    take_over(one, "alkmaar-overdie")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert "Herhaald in 1 wijk" in client.get(address).content.decode()
    for slug in ("arnhem-klarendal", "arnhem-presikhaaf"):
        take_over(one, slug)
        take_over(other, slug)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(few) == len(more)


def test_database_refuses_an_overname_without_a_place_or_with_an_unknown_direction(site_tree: Any) -> None:
    case = make_case()
    for odd in ({}, {"gemeente": Gemeente.objects.first(), "direction": "prachtig"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Replication.objects.create(page=case, year=2020, source="x", **odd)


def test_gemeente_reports_an_overname(site_tree: Any, client: Client, as_role: Callable[..., Client]) -> None:
    redactie = as_role("redactie", email="redactie@example.org")
    case = make_case()
    address = f"/kennis/overname-melden/{case.pk}/"
    assert address in client.get(case.url).content.decode()
    assert client.post(address, REPORT).headers["Location"] == case.url
    report = Report.objects.get()
    assert (report.kind, report.year, report.direction, report.where) == (
        "overname", 2021, "beter", "Overvecht, Utrecht",
    )  # fmt: skip
    text = redactie.get("/mijn/meldingen/").content.decode()
    assert "Overvecht, Utrecht, 2021. Het werd beter" in text


@pytest.mark.parametrize("wrong", [{"year": "1800"}, {"year": "ooit"}, {"direction": "prima"}, {"where": ""}])
def test_report_with_a_mistake_is_shown_again(site_tree: Any, client: Client, wrong: dict[str, str]) -> None:
    case = make_case()
    answer = client.post(f"/kennis/overname-melden/{case.pk}/", REPORT | wrong)
    assert answer.status_code == 422
    assert "De ronde begint eerder." in answer.content.decode()
    assert not Report.objects.exists()


def test_hidden_case_cannot_be_reported_on(site_tree: Any, client: Client) -> None:
    case = make_case()
    assert client.get(f"/kennis/overname-melden/{case.pk}/").status_code == 200
    case.specific.unpublish()
    assert client.post(f"/kennis/overname-melden/{case.pk}/", REPORT).status_code == 404


def test_chooser_finds_a_wijk_by_its_gemeente_and_tells_two_apart(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    call_command("set_up_roles", verbosity=0)
    editor = as_role("redactie")
    found = editor.get("/admin/wijk_chooser/results/?q=Alkmaar").content.decode()
    assert "Overdie (Alkmaar; De 40 krachtwijken (2007))" in found
    assert "Klarendal" not in found
    wijk = Wijk.objects.filter(gemeente__name="Alkmaar").first()
    assert wijk is not None
    assert "(Alkmaar" in editor.get(f"/admin/wijk_chooser/chosen/{wijk.pk}/").content.decode()
    assert "Alkmaar" in editor.get("/admin/gemeente_chooser/results/?q=alkm").content.decode()


def test_example_content_has_25_overnames_and_loads_once(site_tree: Any) -> None:
    load_examples()
    assert Replication.objects.count() == 25
    assert load_example_spread() == 0


def test_example_content_has_ten_conditions_that_are_checked(site_tree: Any) -> None:
    load_examples()
    checked = CaseCondition.objects.exclude(check_by="")
    assert checked.count() == 10
    for condition in checked:
        condition.clean()


def test_page_of_a_wijk_names_what_was_taken_over_there_once_it_is_published(
    site_tree: Any, client: Client
) -> None:
    place = make_wijk_page("alkmaar-overdie")
    case: Any = make_case(title="Portiekportiers").specific
    case.replications = [
        Replication(wijk=place.wijk, year=2018, direction=ResultDirection.BETTER, source="Verslag")
    ]
    case.save_revision()
    assert "Portiekportiers" not in client.get(place.url).content.decode()
    case.save_revision().publish()
    text = client.get(place.url).content.decode()
    assert "Overgenomen van een ander" in text
    assert "sinds 2018" in text
    case.unpublish()
    assert "Portiekportiers" not in client.get(place.url).content.decode()
