"""A page for each theme: what is tied to it, nothing that the reader may not see, and a constant number of queries."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from expertpool.enums import EvidenceKind, Visibility
from expertpool.models import ProfileEvidence
from knowledge.enums import EvidenceLevel
from knowledge.models import CentreOffer, CentrePage
from krachtwijken.core.enums import ThemeCode
from tests.expertpool.test_pool import make_profile
from tests.factories.pages import make_case, make_centre
from tests.knowledge.schemes.test_finder import make_scheme

ADDRESS = "/kennis/themas/wonen/"


def text_of(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def make_offer(name: str, **fields: Any) -> CentrePage:
    page = make_centre(name, **fields).specific
    page.offers = [CentreOffer(theme_id="wonen", service="advies", text="Wij denken mee.")]
    page.save_revision().publish()
    return page


def test_empty_theme_says_what_is_missing(site_tree: Any, client: Client) -> None:
    shown = text_of(client)
    for text in (
        "Nog geen aanpak beschreven",
        "Nog niemand gevonden",
        "Wij kennen geen regeling",
        "Problemen",
    ):
        assert text in shown


def test_theme_gathers_what_is_tied_to_it_only(site_tree: Any, client: Client) -> None:
    case = make_case(title="Groene straat", themes=("wonen",))
    make_case(title="Ander thema", themes=("werken",))
    make_case(title="Faalde", themes=("wonen",), evidence_level=EvidenceLevel.GEEN_EFFECT)
    make_scheme("Groenfonds", themes=("wonen",))
    make_offer("Bos en Hei")
    make_offer("Weg Ermee", active_until=2012)
    profile = make_profile("Straatmaker", visibility=Visibility.PUBLIC)
    ProfileEvidence.objects.create(profile=profile, kind=EvidenceKind.CASE, title="Werk", page=case)
    shown = text_of(client)
    for text in ("Groene straat", "Faalde", "Groenfonds", "Bos en Hei", "Straatmaker", "bij dit thema"):
        assert text in shown, text
    for text in ("Ander thema", "Weg Ermee"):
        assert text not in shown, text
    assert 'href="/kennis/feed?thema=wonen"' in shown


def test_hidden_cases_and_people_are_not_shown_nor_counted(site_tree: Any, client: Client) -> None:
    case = make_case(title="Verborgen", themes=("wonen",))
    profile = make_profile("Bekend", visibility=Visibility.PUBLIC)
    ProfileEvidence.objects.create(profile=profile, kind=EvidenceKind.CASE, title="Werk", page=case)
    make_profile("Alleen loket", visibility=Visibility.LOKET)
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    shown = text_of(client)
    for text in ("Verborgen", "Werkte aan", "Alleen loket"):
        assert text not in shown, text
    assert "Er is nog geen aanpak bij dit thema beschreven." in shown


def test_every_theme_has_a_page_and_others_do_not(site_tree: Any, client: Client) -> None:
    for code in ThemeCode.values:
        assert client.get(f"/kennis/themas/{code}/").status_code == 200
    assert client.get("/kennis/themas/niets/").status_code == 404
    assert client.get("/kennis/themas/WONEN/").headers["Location"] == ADDRESS


def test_as_many_queries_for_three_as_for_one(site_tree: Any, client: Client) -> None:
    def fill(number: int) -> None:
        case = make_case(title=f"Aanpak {number}", themes=("wonen",), problems=("WO12",))
        make_scheme(f"Fonds {number}", themes=("wonen",))
        make_offer(f"Centrum {number}")
        profile = make_profile(f"Mens {number}", visibility=Visibility.PUBLIC)
        ProfileEvidence.objects.create(profile=profile, kind=EvidenceKind.CASE, title="Werk", page=case)

    def asked() -> int:
        text_of(client)
        with CaptureQueriesContext(connection) as queries:
            text_of(client)
        return len(queries)

    fill(1)
    once = asked()
    fill(2)
    fill(3)
    assert asked() == once
