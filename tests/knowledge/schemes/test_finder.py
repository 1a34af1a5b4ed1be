"""The finder of schemes: which it finds, how it counts, and that it never leaks or breaks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge.enums import SchemeState
from knowledge.models import SchemeIndexPage, SchemePage
from krachtwijken.core.models import ProblemLabel, Theme
from tests.factories.pages import make_case

ADDRESS = "/kennis/regelingen/"
DAY = date(2026, 6, 1)


def make_scheme(
    title: str, *, themes: tuple[str, ...] = (), problems: tuple[str, ...] = (), **fields: Any
) -> SchemePage:
    told = {"kind": "subsidie", "for_whom": "Wie.", "what_it_offers": "Geld.", "summary": "Kort.", **fields}
    page = SchemePage(title=title, slug=title.lower().replace(" ", "-"), **told)
    SchemeIndexPage.objects.get().add_child(instance=page)
    page.themes = list(Theme.objects.filter(code__in=themes))
    page.problems = list(ProblemLabel.objects.filter(code__in=problems))
    page.save_revision().publish()
    return page


def found(client: Client, query: str = "") -> set[str]:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    return {page.title for page in answer.context["findings"].schemes}


def count_of(client: Client, query: str, group: str, value: str) -> int:
    facets = {facet.name: facet for facet in client.get(f"{ADDRESS}{query}").context["findings"].facets}
    return next((option.count for option in facets[group].options if option.value == value), 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, SchemeState.OPEN),
        ({"active": False}, SchemeState.DICHT),
        ({"closes_on": DAY}, SchemeState.OPEN),
        ({"closes_on": DAY - timedelta(days=1)}, SchemeState.DICHT),
        ({"opens_on": DAY}, SchemeState.OPEN),
        ({"opens_on": DAY + timedelta(days=1)}, SchemeState.STRAKS),
        ({"opens_on": DAY + timedelta(days=1), "active": False}, SchemeState.DICHT),
    ],
)
def test_state_on_a_day(fields: dict[str, Any], state: SchemeState) -> None:
    assert SchemePage(**fields).state_on(DAY) == state


@pytest.mark.django_db
def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        SchemePage(title="A", slug="a", opens_on=DAY, closes_on=DAY - timedelta(days=1)).clean()
    assert set(refused.value.message_dict) == {"closes_on"}


def test_every_group_narrows_and_values_of_one_group_add_up(site_tree: Any, client: Client) -> None:
    today = timezone.localdate()
    make_scheme("Groen", themes=("wonen",), problems=("WO12",), applicants=["gemeente", "bewoners"])
    make_scheme(
        "Werk", themes=("werken",), applicants=["gemeente"], closes_on=today - timedelta(days=1), kind="wet"
    )
    make_scheme("Straks", themes=("wonen",), applicants=["bewoners"], opens_on=today + timedelta(days=9))
    assert found(client) == {"Groen", "Werk", "Straks"}
    assert found(client, "?thema=wonen") == {"Groen", "Straks"}
    assert found(client, "?thema=wonen&thema=werken") == {"Groen", "Werk", "Straks"}
    assert found(client, "?thema=wonen&voor=gemeente") == {"Groen"}
    assert found(client, "?probleem=WO12") == {"Groen"}
    assert found(client, "?open=dicht") == {"Werk"}
    assert found(client, "?open=straks&voor=bewoners") == {"Straks"}
    assert found(client, "?soort=wet") == {"Werk"}


def test_counts_look_past_the_own_group(site_tree: Any, client: Client) -> None:
    make_scheme("Groen", themes=("wonen",), applicants=["gemeente"])
    make_scheme("Werk", themes=("werken",), applicants=["bewoners"])
    assert count_of(client, "?thema=wonen", "thema", "werken") == 1
    assert count_of(client, "?thema=wonen", "voor", "bewoners") == 0


def test_choices_without_a_result_say_so_and_can_be_undone(site_tree: Any, client: Client) -> None:
    make_scheme("Groen", themes=("wonen",))
    shown = client.get(f"{ADDRESS}?thema=werken").content.decode()
    assert "Geen regeling gevonden met deze keuzes" in shown
    assert "Wis filters" in shown


@pytest.mark.parametrize(
    "query", ["?thema=bestaat-niet", "?open=altijd", "?voor=" + "x" * 500, "?probleem=ZZ99"]
)
def test_junk_is_left_out_and_never_an_error(site_tree: Any, client: Client, query: str) -> None:
    make_scheme("Groen", themes=("wonen",))
    assert found(client, query) == {"Groen"}


def test_choice_that_does_not_exist_is_said(site_tree: Any, client: Client) -> None:
    shown = client.get(f"{ADDRESS}?thema=wonnen").content.decode()
    assert "Een keuze bij Thema kennen wij niet." in shown


def test_closed_page_is_not_found_and_not_counted(site_tree: Any, client: Client) -> None:
    page = make_scheme("Geheim", themes=("wonen",))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert found(client) == set()
    assert count_of(client, "", "thema", "wonen") == 0


def test_page_of_a_scheme_names_the_cases_that_used_it(site_tree: Any, client: Client) -> None:
    scheme = make_scheme("Groen", problems=("WO12",), closes_on=DAY)
    case, hidden = make_case(title="Tuinen").specific, make_case(title="Verborgen").specific
    for page in (case, hidden):
        page.schemes = [scheme]
        page.save_revision().publish()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    shown = client.get(scheme.url).content.decode()
    assert "Tuinen" in shown
    assert "Verborgen" not in shown
    assert "1 juni 2026" in shown


def test_as_many_queries_for_three_as_for_one(site_tree: Any, client: Client) -> None:
    def asked() -> int:
        client.get(f"{ADDRESS}?thema=wonen")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{ADDRESS}?thema=wonen")
        return len(queries)

    make_scheme("Een", themes=("wonen",), problems=("WO12",))
    once = asked()
    make_scheme("Twee", themes=("wonen", "werken"), problems=("WO12", "WO01"))
    make_scheme("Drie", themes=("wonen",))
    assert asked() == once
