"""Past dit bij mijn wijk?: what the platform decides, what the reader ticks, what stays out of sight."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from knowledge.fit.rules import OwnWijk, conditions_of
from knowledge.models import CaseCondition, CasePage, Replication
from krachtwijken.core.models import Gemeente, Wijk
from tests.factories.pages import make_case, make_wijk_page

SLUG = "arnhem-klarendal"


def case_with(*conditions: dict[str, Any], **fields: Any) -> CasePage:
    page = make_case(**fields).specific
    page.conditions = [CaseCondition(**{"text": "Iets", **condition}) for condition in conditions]
    page.save_revision().publish()
    return CasePage.objects.get(pk=page.pk)


def own(slug: str = SLUG, *problems: str) -> OwnWijk:
    return OwnWijk(Wijk.objects.select_related("gemeente").get(slug=slug), frozenset(problems))


def answers(case: CasePage, place: OwnWijk | None, *ticked: int) -> list[tuple[bool, bool]]:
    found = conditions_of(case, frozenset(ticked), place).conditions
    return [(condition.met, condition.is_decided) for condition in found]


def address(case: CasePage, query: str = "") -> str:
    return f"/kennis/past-dit/{case.pk}/{query}"


@pytest.mark.parametrize(
    ("bounds", "met"),
    [
        ({"size_from": 165_000}, True),
        ({"size_from": 165_001}, False),
        ({"size_to": 165_000}, True),
        ({"size_to": 164_999}, False),
        ({"size_from": 1, "size_to": 900_000}, True),
    ],
)
def test_size_of_the_gemeente_decides(site_tree: Any, bounds: dict[str, int], met: bool) -> None:
    case = case_with({"check_by": "inwoners", **bounds})
    assert answers(case, own()) == [(met, True)]


def test_reader_decides_where_the_size_is_not_known(site_tree: Any) -> None:
    Gemeente.objects.update(residents_approx=None)
    case = case_with({"check_by": "inwoners", "size_from": 1})
    key = case.conditions.get().pk
    assert answers(case, own()) == [(False, False)]
    assert answers(case, own(), key) == [(True, False)]


@pytest.mark.parametrize(("programme", "met"), [("krachtwijk40", True), ("nplv", False)])
def test_programme_of_the_wijk_decides(site_tree: Any, programme: str, met: bool) -> None:
    assert answers(case_with({"check_by": "programma", "programme": programme}), own()) == [(met, True)]


@pytest.mark.parametrize(
    ("known", "answer"), [(("WO01",), (True, True)), (("VE01",), (False, True)), ((), (False, False))]
)
def test_problem_of_the_wijk_decides_when_its_problems_are_known(
    site_tree: Any, known: tuple[str, ...], answer: tuple[bool, bool]
) -> None:
    case = case_with({"check_by": "probleem", "problem_id": "WO01"})
    assert answers(case, own(SLUG, *known)) == [answer]


def test_without_a_wijk_the_reader_decides_everything(site_tree: Any) -> None:
    case = case_with({"check_by": "inwoners", "size_from": 1}, {})
    assert answers(case, None) == [(False, False), (False, False)]


def test_tick_cannot_overrule_what_is_known(site_tree: Any) -> None:
    case = case_with({"check_by": "inwoners", "size_from": 900_000})
    assert answers(case, own(), case.conditions.get().pk) == [(False, True)]


def test_page_counts_and_names_what_is_missing(site_tree: Any, client: Client) -> None:
    make_wijk_page(SLUG, "WO01")
    case = case_with(
        {"text": "Een vaste plek", "hard": True},
        {"text": "Geld voor koffie"},
        {"text": "Overlast", "check_by": "probleem", "problem_id": "WO01"},
        problems=("WO01", "VE01"),
    )
    coffee = case.conditions.get(text="Geld voor koffie").pk
    assert address(case) in client.get(case.url).content.decode()
    text = client.get(address(case, f"?wijk={SLUG}&v={coffee}")).content.decode()
    score = text.split('id="uitslag"')[1].split("</section>")[0]
    assert "2 van 3 vervuld in Klarendal" in score
    assert "Een vaste plek" in score
    assert "Geld voor koffie" not in score
    assert "Er ontbreekt iets waar het niet zonder lukt" in score
    assert "1 van de 2 problemen" in text
    assert f'value="{coffee}" id="v-{coffee}" checked' in text
    assert 'id="uitslag"' not in client.get(address(case)).content.decode()


@pytest.mark.parametrize("query", ["?wijk=bestaat-niet", "?v=x&v=99999999999999", "?v=" + "9" * 300])
def test_junk_in_the_address_is_no_error(site_tree: Any, client: Client, query: str) -> None:
    answer = client.get(address(case_with({}), query))
    assert answer.status_code == 200
    assert ("Die wijk kennen wij niet" in answer.content.decode()) == ("bestaat" in query)


def test_case_that_may_not_be_seen_is_not_there(site_tree: Any, client: Client) -> None:
    hidden, draft = case_with({"text": "kanarie"}), case_with({"text": "kanarie"})
    assert "kanarie" in client.get(address(hidden)).content.decode()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    draft.specific.unpublish()
    assert [client.get(address(case)).status_code for case in (hidden, draft)] == [404, 404]


def test_problems_of_a_hidden_wijk_page_decide_nothing(site_tree: Any, client: Client) -> None:
    page = make_wijk_page(SLUG, "WO01")
    case = case_with({"check_by": "probleem", "problem_id": "WO01"}, problems=("WO01",))
    told = "Dit probleem staat wel bij uw wijk"
    assert told in client.get(address(case, f"?wijk={SLUG}")).content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    text = client.get(address(case, f"?wijk={SLUG}")).content.decode()
    assert told not in text
    assert "weten wij niet welke problemen er spelen" in text


def test_page_asks_as_often_for_one_condition_as_for_three(site_tree: Any, client: Client) -> None:
    make_wijk_page(SLUG, "WO01")
    row = {"check_by": "probleem", "problem_id": "WO01"}
    one = case_with(row, problems=("WO01",))
    three = case_with(row, row, row, problems=("WO01", "VE01", "IN01"))
    client.get(address(one, f"?wijk={SLUG}"))
    counts = []
    for case in (one, three):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(case, f"?wijk={SLUG}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_comparison_holds_both_against_the_chosen_wijk(site_tree: Any, client: Client) -> None:
    first = case_with({"check_by": "inwoners", "size_from": 900_000, "text": "Grote stad"})
    second = case_with({"check_by": "inwoners", "size_to": 900_000, "text": "Geen wereldstad"})
    text = client.get(f"/vergelijken/?p={first.pk}&p={second.pk}&wijk={SLUG}").content.decode()
    assert "0 van 1 vervuld" in text
    assert "1 van 1 vervuld" in text
    assert "Arnhem heeft ongeveer 165.000 inwoners" in text
    assert f"wijk={SLUG}" in text.split("Haal weg")[0]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"check_by": "inwoners"}, "size_from"),
        ({"check_by": "programma"}, "programme"),
        ({"check_by": "probleem"}, "problem"),
        ({"check_by": "inwoners", "size_from": 2, "size_to": 1}, "size_to"),
    ],
)
def test_check_without_what_it_compares_with_is_refused(fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CaseCondition(text="Iets", **fields).clean()
    assert set(refused.value.message_dict) == {wrong}


def test_wijk_that_took_it_over_hears_that_and_no_advice_against_it(site_tree: Any, client: Client) -> None:
    make_wijk_page(SLUG, "WO12")
    case = case_with({"hard": True}, problems=("VE01",)).specific
    case.replications = [
        Replication(wijk=own().wijk, year=2019, direction="beter", source="Verslag"),
        Replication(wijk=own().wijk, year=2021, direction="gemengd", source="Verslag"),
    ]
    case.save_revision().publish()
    shown = client.get(address(case, f"?wijk={SLUG}")).content.decode()
    assert "Klarendal nam deze aanpak al over" in shown
    assert "Sinds 2021. Hoe het liep: deels beter, deels niet." in shown
    assert "kies een andere aanpak" not in shown
    assert "Kijk goed of u hier het juiste mee oplost" not in shown


def test_wijk_where_it_began_hears_that(site_tree: Any, client: Client) -> None:
    case = case_with({}).specific
    case.wijken = [own().wijk]
    case.save_revision().publish()
    assert "Deze aanpak komt uit Klarendal" in client.get(address(case, f"?wijk={SLUG}")).content.decode()


def test_box_is_green_only_when_nothing_is_missing(site_tree: Any, client: Client) -> None:
    case = case_with({"hard": True}, {})
    hard, soft = (row.pk for row in case.conditions.all())
    for query, tone in (
        (f"?v={soft}", "stop"),
        (f"?v={hard}", "open"),
        (f"?v={hard}&v={soft}", "good"),
    ):
        assert f"kw-fit-score--{tone}" in client.get(address(case, query)).content.decode()
