"""Cases side by side: what differs, what is missing, and what stays hidden."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from wagtail.models import PageViewRestriction

from knowledge.compare.presenter import NOT_FOUND, NOTHING, TOO_FEW, TOO_MANY, comparison
from knowledge.compare.table import groups_of
from knowledge.compare.wanted import Wanted
from knowledge.models import CaseCondition, CasePage, PracticePage
from tests.factories.pages import make_case

VISITOR = AnonymousUser()


def with_conditions(case: CasePage, *conditions: tuple[str, bool]) -> CasePage:
    page = PracticePage.objects.get(pk=case.pk)
    page.conditions = [CaseCondition(text=text, hard=hard) for text, hard in conditions]
    page.save_revision().publish()
    return CasePage.objects.get(pk=case.pk)


def address(*cases: Any) -> str:
    return "/vergelijken/?" + "&".join(f"p={getattr(case, 'pk', case)}" for case in cases)


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_two_cases_stand_side_by_side_in_the_order_asked_for(site_tree: Any, client: Client) -> None:
    first = make_case(title="Aanpak een", results="Minder overlast.", costs_text="€ 10.000")
    second = make_case(title="Aanpak twee", results="Meer banen.", fte_text="2 fte")
    text = text_of(client, address(second, first))
    assert text.index("Aanpak twee") < text.index("Aanpak een")
    for shown in ("Minder overlast.", "Meer banen.", "€ 10.000", "2 fte", "Niet alles."):
        assert shown in text
    assert NOT_FOUND not in text


def test_rows_that_are_the_same_can_be_left_out(site_tree: Any) -> None:
    cases = [make_case(status="loopt", scale="buurt"), make_case(status="gestopt", scale="buurt")]
    titles = [row.title for group in groups_of(cases, only_differences=True) for row in group.rows]
    assert "Status" in titles
    assert "Schaal" not in titles
    every = {row.title: row.same for group in groups_of(cases, only_differences=False) for row in group.rows}
    assert every["Schaal"]
    assert not every["Status"]
    assert "Waarom gestopt" not in every, "no case answers it"


def test_order_of_wijken_or_themes_is_no_difference(site_tree: Any) -> None:
    cases = [make_case(themes=("wonen", "werken")), make_case(themes=("werken", "wonen"))]
    rows = {row.title: row for group in groups_of(cases, only_differences=False) for row in group.rows}
    assert rows["Thema"].same


def test_ticked_conditions_are_counted_and_the_missing_ones_named(site_tree: Any, client: Client) -> None:
    first = with_conditions(make_case(), ("Een vast gezicht", True), ("Een ruimte", False))
    second = with_conditions(make_case(), ("Geld voor drie jaar", True))
    ticked = first.conditions.get(text="Een ruimte").pk
    text = text_of(client, f"{address(first, second)}&v={ticked}")
    assert "1 van 2 vervuld" in text
    assert "ontbreekt: Een vast gezicht" in text
    assert "0 van 1 vervuld" in text
    assert "Er ontbreekt iets waar het niet zonder lukt." in text
    assert "vervuld</strong>" not in text_of(client, address(first, second)), (
        "nothing ticked, nothing counted"
    )


def test_ticks_of_other_cases_count_for_nothing(site_tree: Any) -> None:
    first = with_conditions(make_case(), ("Een vast gezicht", True))
    second = make_case()
    other = with_conditions(make_case(), ("Elders", True))
    query = QueryDict(f"p={first.pk}&p={second.pk}&v={other.conditions.get().pk}&v=-1&v=x&v=" + "9" * 40)
    assert not comparison(VISITOR, Wanted.from_query(query))["has_ticks"]


def test_removing_one_keeps_the_ticks_and_the_others(site_tree: Any) -> None:
    cases = [make_case() for _ in range(3)]
    query = QueryDict("&".join(f"p={case.pk}" for case in cases) + "&v=7&alleen=verschil")
    column = comparison(VISITOR, Wanted.from_query(query))["columns"][1]
    assert column.without == f"/vergelijken/?p={cases[0].pk}&p={cases[2].pk}&v=7&alleen=verschil"


@pytest.mark.parametrize("hidden_by", ["restriction", "draft", "deleted", "never there"])
def test_hidden_case_is_the_same_as_one_that_never_was(
    site_tree: Any, client: Client, hidden_by: str
) -> None:
    shown = [make_case(title="Open een"), make_case(title="Open twee")]
    secret = make_case(title="Geheime aanpak", problem_text="Geheim probleem")
    with_conditions(secret, ("Geheime voorwaarde", True))
    assert "Geheime aanpak" in text_of(client, address(*shown, secret))
    pk = secret.pk
    if hidden_by == "restriction":
        PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    elif hidden_by == "draft":
        secret.specific.unpublish()
    elif hidden_by == "deleted":
        secret.specific.delete()
    else:
        pk = 999_999
    text = text_of(client, address(*shown, pk))
    assert "Geheim" not in text
    assert NOT_FOUND in text
    assert "Open een" in text


def test_hidden_cases_are_not_suggested_beside_a_lone_one(site_tree: Any, client: Client) -> None:
    lone = make_case(title="Alleen", problems=("WO01",))
    make_case(title="Erbij te zetten", problems=("WO01",))
    secret = make_case(title="Geheime aanpak", problems=("WO01",))
    assert "Geheime aanpak" in text_of(client, address(lone))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    text = text_of(client, address(lone))
    assert TOO_FEW in text
    assert "Erbij te zetten" in text
    assert "Geheime aanpak" not in text


def test_five_cases_show_four_and_say_so(site_tree: Any, client: Client) -> None:
    cases = [make_case(title=f"Nummer {number}") for number in range(5)]
    text = text_of(client, address(*cases))
    assert TOO_MANY in text
    assert "Nummer 3" in text
    assert "Nummer 4" not in text


def test_page_that_is_no_case_is_not_compared(site_tree: Any, client: Client) -> None:
    text = text_of(client, address(site_tree, make_case()))
    assert NOT_FOUND in text
    assert TOO_FEW in text


@pytest.mark.parametrize(
    "query",
    ["", "p=", "p=x", "p=-1", "p=" + "9" * 30, "p=" + "a" * 10_000, "p=%F0%9F%99%82", "p=²", "v=x", "&p=1" * 900],
)  # fmt: skip
def test_junk_in_the_address_shows_a_page(site_tree: Any, client: Client, query: str) -> None:
    assert NOTHING in text_of(client, f"/vergelijken/?{query}")


def test_four_cases_take_a_fixed_number_of_queries(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    cases = [
        with_conditions(make_case(themes=("wonen",), problems=("WO01",)), ("Iets", True)) for _ in range(4)
    ]
    client.get(address(*cases))
    with django_assert_max_num_queries(12):
        client.get(address(*cases))


def test_approaches_can_be_ticked_on_the_list(site_tree: Any, client: Client) -> None:
    first = make_case()
    assert "Vergelijk deze" not in client.get("/kennis/").content.decode(), "one cannot be compared"
    second = make_case()
    page = client.get("/kennis/").content.decode()
    assert "Vergelijk deze" in page
    for case in (first, second):
        assert f'form="vergelijk" name="p" value="{case.pk}"' in page


def test_wijk_that_does_not_exist_is_said(site_tree: Any, client: Client) -> None:
    first, second = make_case(), make_case()
    shown = client.get(f"/vergelijken/?p={first.pk}&p={second.pk}&wijk=atlantis").content.decode()
    assert "Die wijk kennen wij niet." in shown
