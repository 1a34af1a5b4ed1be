"""A page for each known problem: everything tied to it, and nothing that the reader may not see."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from expertpool.enums import EvidenceKind, Visibility
from expertpool.models import ExpertProfile, ProfileEvidence
from knowledge.discovery.presenter import MOST_CASES, problem_page, theme_groups
from knowledge.discovery.selectors import best_cases, problem_of_code
from knowledge.enums import EvidenceLevel
from knowledge.models import SchemeIndexPage, SchemePage
from krachtwijken.core.models import ProblemLabel
from tests.expertpool.test_pool import make_profile
from tests.factories.pages import make_case, make_centre, make_wijk_page

VISITOR = AnonymousUser()
CODE = "WO12"
ADDRESS = f"/kennis/problemen/{CODE}/"


def text_of(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def label() -> ProblemLabel:
    found = problem_of_code(CODE)
    assert found is not None
    return found


def make_scheme(title: str, *codes: str) -> SchemePage:
    page = SchemePage(
        title=title, slug=title.lower().replace(" ", "-"), summary="Kort.", kind="subsidie", for_whom="Wie.",
        what_it_offers="Geld.",
    )  # fmt: skip
    SchemeIndexPage.objects.get().add_child(instance=page)
    page.problems = list(ProblemLabel.objects.filter(code__in=codes))
    page.save_revision().publish()
    return page


def make_helper(title: str, *pages: Page, **fields: Any) -> ExpertProfile:
    profile = make_profile(title, **fields)
    for page in pages:
        ProfileEvidence.objects.create(profile=profile, kind=EvidenceKind.CASE, title="Werk", page=page)
    return profile


def close(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_everything_tied_to_the_problem_stands_on_its_page(site_tree: Any, client: Client) -> None:
    case = make_case(title="Tuin op het plein", problems=(CODE,), what_did_not_work="De tulpen verdroogden.")
    make_centre("Groen Centrum", WO12=3)
    make_scheme("Potje voor groen", CODE)
    wijk = make_wijk_page("arnhem-klarendal", CODE)
    make_helper("Tuinman van de wijk", case)
    text = text_of(client)
    for shown in (
        label().label, "Tuin op het plein", "De tulpen verdroogden.", "Groen Centrum", "Eerste adres",
        "Potje voor groen", wijk.title, "Tuinman van de wijk", "Werkte aan een aanpak hiervoor",
    ):  # fmt: skip
        assert shown in text
    assert f"/kennis/?probleem={CODE}" in text
    assert "/zoeken/?q=" in text
    assert "/antwoord/?tekst=" in text


def test_what_is_tied_to_another_problem_does_not_stand_there(site_tree: Any, client: Client) -> None:
    case = make_case(title="Andere aanpak", problems=("WO01",))
    make_centre("Ander Centrum", WO01=3)
    make_scheme("Ander potje", "WO01")
    make_wijk_page("arnhem-klarendal", "WO01")
    make_helper("Iemand anders", case)
    text = text_of(client)
    for other in ("Andere aanpak", "Ander Centrum", "Ander potje", "Klarendal", "Iemand anders"):
        assert other not in text


def test_page_of_a_problem_without_anything_says_so_in_every_part(site_tree: Any, client: Client) -> None:
    text = text_of(client)
    for said in (
        "Er is nog geen aanpak over dit probleem beschreven.", "Nog geen aanpak beschreven", "Nog niemand gevonden",
        "Geen kenniscentrum heeft dit probleem", "Wij kennen geen regeling", "Geen wijk noemt dit probleem",
        "Er staat nu geen vraag open.",
    ):  # fmt: skip
        assert said in text
    assert "Dit werkte niet, of is gestopt" not in text


def test_best_evidence_comes_first_and_no_effect_apart(site_tree: Any, client: Client) -> None:
    levels = ["onbekend", "2", "X", "3c", "1", "3a", "0", "3b"]
    for level in levels:
        make_case(title=f"Bewijs {level}", problems=(CODE,), evidence_level=level)
    found = [case.evidence_level for case in best_cases(VISITOR, label(), most=MOST_CASES)]
    assert found == ["3c", "3b", "3a", "2", "1", "0", "onbekend"]
    failed = text_of(client).split('id="niet-gelukt"')[1].split("</section>")[0]
    assert "Bewijs X" in failed
    assert "Bewijs 3c" not in failed


def test_stopped_case_says_why_among_what_did_not_work(site_tree: Any, client: Client) -> None:
    make_case(problems=(CODE,), status="gestopt", stop_reason="De subsidie hield op.")
    assert "De subsidie hield op." in text_of(client)


def test_every_level_of_evidence_has_a_place(site_tree: Any) -> None:
    for level in EvidenceLevel.values:
        make_case(problems=(CODE,), evidence_level=level)
    lines = [line for group in theme_groups(VISITOR) for line in group.lines if line.problem.code == CODE]
    assert [count for _, count in lines[0].cells] == [2, 1, 1, 3, 1]
    assert lines[0].total == len(EvidenceLevel.values)


@pytest.mark.parametrize("hidden_by", ["restriction", "draft"])
@pytest.mark.parametrize(
    "address", [ADDRESS, "/kennis/problemen/", "/kennis/bewijskaart/", "/kennis/bewijskaart/problemen/"]
)
def test_nothing_of_what_is_hidden_is_shown_or_counted(
    site_tree: Any, client: Client, hidden_by: str, address: str
) -> None:
    case = make_case(
        title="Kanarie aanpak", problems=(CODE,), summary="Kanarie", status="gestopt", stop_reason="Kanarie"
    )
    centre = make_centre("Kanarie centrum", WO12=3)
    scheme = make_scheme("Kanarie regeling", CODE)
    wijk = make_wijk_page("arnhem-klarendal", CODE)
    make_helper("Bewezen door iets verborgens", case)
    before = text_of(client, ADDRESS)
    for shown in ("Kanarie aanpak", "Kanarie centrum", "Kanarie regeling", wijk.title, "Bewezen door"):
        assert shown in before
    for page in (case.specific, centre, scheme, wijk):
        if hidden_by == "restriction":
            close(page)
        else:
            page.unpublish()
    text = text_of(client, address)
    for hidden in ("Kanarie", wijk.title, "Bewezen door", "1 aanpak", "bewijs=onbekend"):
        assert hidden not in text


def test_member_sees_what_is_closed_to_visitors_only(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    close(make_case(title="Alleen met een account", problems=(CODE,)))
    assert "Alleen met een account" not in text_of(client)
    assert "Alleen met een account" in text_of(as_role("gemeente"))


@pytest.mark.parametrize(
    ("role", "seen"),
    [("visitor", {"Openbaar"}), ("gemeente", {"Openbaar", "Gemeenten"}), ("loket", {"Openbaar", "Gemeenten", "Loket"})],
)  # fmt: skip
def test_people_are_shown_as_far_as_the_viewer_may_see_them(
    site_tree: Any, as_role: Callable[..., Client], role: str, seen: set[str]
) -> None:
    case = make_case(problems=(CODE,))
    make_helper("Ring Openbaar", case, visibility=Visibility.PUBLIC)
    make_helper("Ring Gemeenten", case, visibility=Visibility.GEMEENTEN)
    make_helper("Ring Loket", case, visibility=Visibility.LOKET)
    make_helper("Ring Voorbij", case, consent_until=timezone.localdate() - timedelta(days=1))
    make_helper("Ring Nooit", case, consent_until=None)
    text = text_of(Client() if role == "visitor" else as_role(role))
    assert set(re.findall(r"Ring (\w+)</a>", text)) == seen


@pytest.mark.parametrize("code", ["XX99", "0", "wo-12", "a" * 200])
def test_unknown_problem_is_not_found(site_tree: Any, client: Client, code: str) -> None:
    assert client.get(f"/kennis/problemen/{code}/").status_code == 404


def test_code_in_small_letters_leads_to_the_page(site_tree: Any, client: Client) -> None:
    response = client.get(f"/kennis/problemen/{CODE.lower()}/")
    assert (response.status_code, response.headers["Location"]) == (301, ADDRESS)


def test_overview_has_every_problem_once_with_its_count(site_tree: Any, client: Client) -> None:
    for _ in range(2):
        make_case(problems=(CODE, "WO01"))
    text = text_of(client, "/kennis/problemen/")
    assert sorted(re.findall(r'href="/kennis/problemen/([A-Z0-9]+)/"', text)) == sorted(
        ProblemLabel.objects.values_list("code", flat=True)
    )
    assert text.count("2 aanpakken") == 2
    assert text.count("nog geen aanpak") == 55


def test_problems_about_the_approach_come_first_then_the_themes_in_their_order(site_tree: Any) -> None:
    names = [group.name for group in theme_groups(VISITOR)]
    assert names == [
        "De aanpak als geheel",
        "Wonen",
        "Werken",
        "Leren en opgroeien",
        "Integreren",
        "Veiligheid",
    ]


def fill(count: int) -> None:
    for _ in range(count):
        case = make_case(problems=(CODE,), themes=("wonen",), status="gestopt")
        make_helper(f"Helper {case.pk}", case)
        make_centre(f"Centrum {case.pk}", WO12=2)
        make_scheme(f"Regeling {case.pk}", CODE)


@pytest.mark.parametrize(
    "address", [ADDRESS, "/kennis/problemen/", "/kennis/bewijskaart/", "/kennis/bewijskaart/problemen/"]
)
def test_three_of_everything_ask_no_more_than_one(site_tree: Any, client: Client, address: str) -> None:
    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    fill(1)
    make_wijk_page("arnhem-klarendal", CODE)
    one = queries()
    fill(2)
    make_wijk_page("arnhem-presikhaaf", CODE)
    make_wijk_page("alkmaar-overdie", CODE)
    assert queries() == one
    assert one <= 23, "one of them for the keys of cases, so that no whole cases are sorted"


def test_more_cases_than_fit_lead_to_the_list(site_tree: Any, client: Client) -> None:
    for _ in range(MOST_CASES + 1):
        make_case(problems=(CODE,))
    assert len(problem_page(VISITOR, label())["best"]) == MOST_CASES
    assert f"Bekijk alle {MOST_CASES + 1} aanpakken" in text_of(client)


def test_search_engines_are_told_what_the_page_shows_and_no_markup_gets_in(
    site_tree: Any, client: Client
) -> None:
    make_case(title="Aanpak </script><b>&", problems=(CODE,))
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text_of(client), re.DOTALL)
    (told,) = [json.loads(text) for text in data]
    assert told["name"] == label().label
    assert [item["name"] for item in told["mainEntity"]["itemListElement"]] == ["Aanpak </script><b>&"]


def test_case_wijk_and_centre_lead_to_the_page_of_their_problem(site_tree: Any, client: Client) -> None:
    pages = [
        make_case(problems=(CODE,)),
        make_wijk_page("arnhem-klarendal", CODE),
        make_centre("Groen", WO12=1),
    ]
    for page in pages:
        assert f'href="{ADDRESS}"' in text_of(client, page.url or "")
    for address in ("/", "/kennis/"):
        assert 'href="/kennis/problemen/"' in text_of(client, address)
        assert 'href="/kennis/bewijskaart/"' in text_of(client, address)


def test_case_tells_search_engines_what_it_is_about(site_tree: Any, client: Client) -> None:
    case = make_case(title="Tuin", problems=(CODE,))
    told = json.loads(text_of(client, case.url or "").split('ld+json">')[1].split("</script>")[0])
    assert (told["headline"], told["about"][0]["name"]) == ("Tuin", label().label)
    assert told["datePublished"]


def test_problem_is_filled_in_where_the_reader_lays_it_before_us(site_tree: Any, client: Client) -> None:
    address = re.findall(r'href="(/antwoord/\?tekst=[^"]+)"', text_of(client))[0]
    assert f">\n{label().label}</textarea>" in text_of(client, address)


def test_empty_problem_leads_to_the_form_for_sharing(site_tree: Any, client: Client) -> None:
    page = text_of(client)
    assert "Hebt u hier iets voor geprobeerd?" in page
    assert 'href="/kennis/delen/"' in page.split("Hebt u hier iets voor geprobeerd?")[1][:400]
