"""The parts of a profile: written by its owner, kept as rows, and proven by work."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.directory.presenter import show_profile
from expertpool.enums import EvidenceKind, Visibility
from expertpool.models import EvidenceAbility, ExpertProfile, Pause, ProfileEvidence, ThemeDepth
from expertpool.sections.choices import write_list
from expertpool.sections.services import save_section
from krachtwijken.core.models import Wijk
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

AsRole = Callable[..., Client]
OWN = "/mijn/profiel/"
WORK = {
    "levels": ["bewoner", "strategisch"], "roles": ["onderzoeker"], "thema_wonen": "3", "thema_werken": "0",
    "thema_integreren": "0", "thema_veiligheid": "1", "thema_leren_en_opgroeien": "0",
}  # fmt: skip
PROOF = {"kind": "praktijk", "title": "Portiekgesprekken", "text": "Sprak 80 huishoudens.", "year": "2024",
         "abilities": ["seeing"], "counts": "on"}  # fmt: skip


@pytest.fixture
def owner(site_tree: Any, as_role: AsRole) -> Client:
    client = as_role("expert")
    make_profile("Wijkregisseur", user=client.user)
    return client


def profile_of(client: Client) -> ExpertProfile:
    return ExpertProfile.objects.get(user=client.user)


def text_of(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.parametrize("name", ["wie", "werk", "krachten", "gebied"])
def test_every_part_opens_and_saves_what_it_shows(owner: Client, name: str) -> None:
    page = owner.get(f"{OWN}deel/{name}/")
    assert page.status_code == 200
    form = page.context["form"]
    data = {field.html_name: field.value() for field in form if field.value() not in (None, [])}
    if name == "werk":
        data["thema_wonen"] = "1"
    answer = owner.post(f"{OWN}deel/{name}/", data)
    assert answer.status_code == 302, getattr(answer.context, "get", lambda _: None)("form")


def test_work_becomes_rows_and_the_old_list_follows(owner: Client) -> None:
    assert owner.post(f"{OWN}deel/werk/", WORK).status_code == 302
    profile = profile_of(owner)
    assert sorted(row.level for row in profile.level_rows.all()) == ["bewoner", "strategisch"]
    assert sorted(profile.levels) == ["bewoner", "strategisch"]
    assert dict(profile.theme_depths.values_list("theme", "depth")) == {"wonen": 3, "veiligheid": 1}
    page = text_of(Client(), profile.get_absolute_url())
    assert "Onderzoeker" in page
    assert "3 van 3" in page
    assert "1 profiel" in text_of(Client(), "/pool/?niveau=bewoner&rol=onderzoeker&thema=wonen")


def test_no_theme_is_refused_beside_the_field(owner: Client) -> None:
    answer = owner.post(f"{OWN}deel/werk/", {**WORK, "thema_wonen": "0", "thema_veiligheid": "0"})
    assert answer.status_code == 422
    assert "Kies minstens een thema" in answer.content.decode()


def test_name_in_place_of_a_function_is_refused(owner: Client) -> None:
    answer = owner.post(f"{OWN}deel/wie/", {"title": "Jan Jansen", "origin": ""})
    assert answer.status_code == 422
    assert "Schrijf een functie" in answer.content.decode()


def test_wijken_provinces_and_languages_show_on_the_page(owner: Client) -> None:
    wijk = Wijk.objects.select_related("gemeente")[0]
    owner.post(f"{OWN}deel/gebied/", {"provinces": ["Limburg"], "area": "Met de trein", "wijk_1": wijk.pk})
    owner.post(f"{OWN}deel/wie/", {"title": "Wijkregisseur", "origin": "corporatie", "languages": ["turks"]})
    page = text_of(Client(), profile_of(owner).get_absolute_url())
    for words in (
        "Limburg. Met de trein",
        f"{wijk.name} ({wijk.gemeente.name})",
        "Turks",
        "Woningcorporatie",
    ):
        assert words in page


def test_two_tabs_do_not_put_back_what_the_other_saved(owner: Client) -> None:
    first = owner.get(f"{OWN}deel/krachten/").context["form"]["versie"].value()
    scores = {"seeing": "1", "connecting": "0", "support": "0", "persisting": "0", "short_lines": "0"}
    owner.post(f"{OWN}deel/krachten/", {**scores, "seeing": "3", "versie": first})
    answer = owner.post(f"{OWN}deel/krachten/", {**scores, "support": "2", "versie": first})
    assert answer.status_code == 422
    assert "Problemen zien en verwoorden" in answer.content.decode()
    assert profile_of(owner).seeing == 3
    again = answer.context["form"]["versie"].value()
    assert owner.post(f"{OWN}deel/krachten/", {**scores, "support": "2", "versie": again}).status_code == 302
    assert (profile_of(owner).seeing, profile_of(owner).support) == (1, 2)


def test_second_tab_never_widens_the_ring(owner: Client) -> None:
    form = owner.get(OWN).context["form"]
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    owner.post(OWN, {**data, "visibility": Visibility.LOKET.value})
    answer = owner.post(OWN, {**data, "summary": "Een nieuwe zin."})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "is nu: Alleen het loket" in text
    assert "Een nieuwe zin." in text
    profile = profile_of(owner)
    assert (profile.visibility, profile.summary) == (Visibility.LOKET, "Kort.")


def test_nobody_else_writes_a_part(owner: Client) -> None:
    profile = profile_of(owner)
    with pytest.raises(PermissionDenied):
        save_section(profile=profile, actor=UserFactory(role="beheer"), values={"title": "Ander"})


def test_evidence_is_written_proves_an_ability_and_goes(owner: Client) -> None:
    profile = profile_of(owner)
    ExpertProfile.objects.filter(pk=profile.pk).update(seeing=3)
    assert "Nog niets beschreven" in text_of(Client(), profile.get_absolute_url())
    for _ in range(2):
        assert owner.post(f"{OWN}bewijs/nieuw/", PROOF).status_code == 302
    row = ProfileEvidence.objects.get(profile=profile)
    page = text_of(Client(), profile.get_absolute_url())
    assert "Blijkt uit: Portiekgesprekken" in page
    assert "Nog niets beschreven" not in page
    owner.post(f"{OWN}bewijs/{row.pk}/", {**PROOF, "counts": ""})
    assert "Portiekgesprekken" not in text_of(Client(), profile.get_absolute_url())
    owner.post(f"{OWN}bewijs/", {"remove": str(row.pk)})
    assert not ProfileEvidence.objects.filter(profile=profile).exists()


def test_evidence_links_to_a_case_by_address_or_title(owner: Client) -> None:
    case = make_case(title="Huiskamer in het portiek", slug="huiskamer-in-het-portiek")
    for asked in (f"https://krachtwijken.example{case.url}?van=mail", "huiskamer in het portiek"):
        owner.post(f"{OWN}bewijs/nieuw/", {**PROOF, "title": asked[:30], "page": asked})
        assert ProfileEvidence.objects.order_by("-pk")[0].page_id == case.pk
    answer = owner.post(f"{OWN}bewijs/nieuw/", {**PROOF, "page": "Bestaat niet"})
    assert answer.status_code == 422
    assert "Wij vinden deze praktijk niet" in answer.content.decode()


def test_evidence_of_somebody_else_is_not_there(owner: Client) -> None:
    other = ProfileEvidence.objects.create(
        profile=make_profile("Ander"), kind="praktijk", title="Van een ander"
    )
    assert owner.get(f"{OWN}bewijs/{other.pk}/").status_code == 404
    assert owner.get(f"{OWN}bewijs/0/").status_code == 404
    assert owner.post(f"{OWN}bewijs/0/", PROOF).status_code == 404
    for name in ("remove", "confirm"):
        owner.post(f"{OWN}bewijs/", {name: str(other.pk)})
    other.refresh_from_db()
    assert other.confirmed_on is None


def test_old_work_fades_until_its_owner_confirms_it(owner: Client) -> None:
    profile = profile_of(owner)
    old = ProfileEvidence.objects.create(
        profile=profile, kind="praktijk", title="Van vroeger", text="Deed het.", year=2001
    )
    assert profile.counting_evidence() == []
    assert "lang geleden" in text_of(Client(), profile.get_absolute_url())
    owner.post(f"{OWN}bewijs/", {"confirm": str(old.pk)})
    fresh = ExpertProfile.objects.get(pk=profile.pk)
    assert [row.title for row in fresh.counting_evidence()] == ["Van vroeger"]
    assert "lang geleden" not in text_of(Client(), profile.get_absolute_url())


def test_references_are_read_by_gemeenten_and_the_loket_only(owner: Client, as_role: AsRole) -> None:
    profile = profile_of(owner)
    row = ProfileEvidence.objects.create(
        profile=profile, kind="referent", title="Directeur van een corporatie", year=timezone.localdate().year
    )
    EvidenceAbility.objects.create(evidence=row, ability="seeing")
    ExpertProfile.objects.filter(pk=profile.pk).update(seeing=2)
    for role in ("gemeente", "loket"):
        assert "Directeur van een corporatie" in text_of(as_role(role), profile.get_absolute_url())
    for client in (Client(), as_role("kenniscentrum")):
        page = text_of(client, profile.get_absolute_url())
        assert "Directeur van een corporatie" not in page
        assert "1 persoon beveelt deze persoon aan" in page


@pytest.mark.parametrize("role", ["visitor", "gemeente", "loket"])
def test_page_of_a_profile_takes_the_same_queries_for_one_and_for_three(
    site_tree: Any, as_role: AsRole, role: str, django_assert_max_num_queries: Any
) -> None:
    client, counts = Client() if role == "visitor" else as_role(role), []
    for number in (1, 3):
        levels = ["bewoner", "strategisch", "procesregie"][:number]
        profile = make_profile(f"Persoon {number}", levels=levels, seeing=2)
        for name, values in LISTS.items():
            write_list(profile, name, values[:number])
        for place in range(number):
            write_proofs(profile, place)
            write_wijk(profile, place)
        client.get(profile.get_absolute_url())
        with django_assert_max_num_queries(60) as captured:
            page = client.get(profile.get_absolute_url()).content.decode()
        assert page.count("Aanpak ") >= 2 * number, "each links to the page that it was"
        counts.append(len(captured))
    assert counts[0] == counts[1]


LISTS = {
    "roles": ["topdog", "adoptant", "onderzoeker"],
    "languages": ["nederlands", "engels", "duits"],
    "provinces": ["Gelderland", "Utrecht", "Limburg"],
}


def write_proofs(profile: ExpertProfile, place: int) -> None:
    """One of each kind; what was done or told stands on a page of the site too."""
    for kind in EvidenceKind.values:
        case = make_case()
        row = ProfileEvidence.objects.create(
            profile=profile, kind=kind, title=f"{case.title}, {kind}", year=2024, page=case
        )
        EvidenceAbility.objects.create(evidence=row, ability="seeing")
    Pause.objects.create(profile=profile, starts=date(2030, 1, 1 + place), ends=date(2030, 1, 2 + place))


def write_wijk(profile: ExpertProfile, place: int) -> None:
    profile.wijk_rows.create(wijk=Wijk.objects.all()[place])
    ThemeDepth.objects.create(profile=profile, theme_id=["wonen", "werken", "veiligheid"][place])


def test_presenter_counts_no_query_for_each_piece(site_tree: Any) -> None:
    profile = make_profile("Iemand")
    assert not show_profile(profile, UserFactory()).has_proof
