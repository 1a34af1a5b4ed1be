"""Keeping pages in a list: whose it is, who reads it, what is never shown."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge.models import SchemeIndexPage, SchemePage, Shortlist, WijkIndexPage, WijkPage
from knowledge.shortlist.models import MAX_ITEMS, ShortlistItem
from knowledge.shortlist.selectors import entries_of, lists_of
from knowledge.shortlist.services import forget_lists, make_list
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Wijk
from krachtwijken.core.retention import RULES
from tests.factories.pages import make_case

AsRole = Callable[..., Client]
ROOT = Path(__file__).resolve().parents[2]


def keep(client: Client, page: Any, **extra: Any) -> Any:
    return client.post("/lijst/bewaren/", {"page": getattr(page, "pk", page), **extra})


def only_list() -> Shortlist:
    return Shortlist.objects.get()


def filled(client: Client, *titles: str) -> Shortlist:
    for title in titles:
        keep(client, make_case(title=title))
    return only_list()


def save(client: Client, shortlist: Shortlist, press: str = "bewaar", **fields: Any) -> Any:
    notes = {f"note_{item.pk}": item.note for item in shortlist.items.all()}
    return client.post(
        shortlist.get_absolute_url(), {"title": shortlist.title, **notes, **fields, "doe": press}
    )


def titles_of(shortlist: Shortlist) -> list[str]:
    return [entry.page.title for entry in entries_of(shortlist, AnonymousUser())]


def test_visitor_keeps_a_page_and_finds_it_back(site_tree: Any, client: Client) -> None:
    case = make_case(title="Portiekgesprekken")
    response = keep(client, case, next="/kennis/?thema=wonen")
    assert response.headers["Location"] == "/kennis/?thema=wonen"
    cookie = response.cookies["lijst"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert only_list().key in cookie.value
    page = client.get("/lijst/", follow=True).content.decode()
    assert "Portiekgesprekken" in page
    assert only_list().key not in page, "the key stands in the cookie only"
    assert "In uw lijst" in client.get("/kennis/").content.decode()
    assert "In uw lijst" not in Client().get("/kennis/").content.decode()


def test_page_with_the_button_differs_by_cookie(site_tree: Any, client: Client) -> None:
    case = make_case()
    keep(client, case)
    assert "Cookie" in client.get(case.url).headers["Vary"]


def test_keeping_twice_keeps_once(site_tree: Any, client: Client) -> None:
    case = make_case()
    keep(client, case)
    keep(client, case)
    assert ShortlistItem.objects.count() == 1


def test_every_kind_of_page_may_be_kept(site_tree: Any, client: Client) -> None:
    scheme = SchemePage(
        title="Wet op proef", slug="wet", summary="Kort.", kind="wet", for_whom="x", what_it_offers="y"
    )
    SchemeIndexPage.objects.get().add_child(instance=scheme)
    wijk = WijkPage(title="Overdie", slug="overdie", summary="Kort.", wijk=Wijk.objects.get(name="Overdie"))
    WijkIndexPage.objects.get().add_child(instance=wijk)
    for page in (scheme, wijk, make_case(title="Een aanpak")):
        keep(client, page)
    for address in (only_list().get_absolute_url(), f"{only_list().get_absolute_url()}bijlage/"):
        text = client.get(address).content.decode()
        for title in ("Wet op proef", "Overdie", "Een aanpak"):
            assert title in text


def test_other_pages_and_hidden_pages_are_not_kept(site_tree: Any, client: Client) -> None:
    hidden = make_case()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for page in (site_tree, hidden, 999_999, "x", "-1", "9" * 40, ""):
        assert keep(client, page).status_code == 404
    assert not Shortlist.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "https://elders.example/", "//elders.example", "javascript:alert(1)", "", "abc", "abc/def", "search:search", "?a=1",
        "kennis.html", "\\\\elders", "\n/lijst/",
    ],
)  # fmt: skip
def test_the_way_back_never_leaves_the_site(site_tree: Any, client: Client, target: str) -> None:
    assert keep(client, make_case(), next=target).headers["Location"] == "/lijst/"


def test_full_list_says_so(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Eerste")
    for number in range(MAX_ITEMS - 1):
        ShortlistItem.objects.create(shortlist=shortlist, page=make_case(), order=number + 5)
    page = keep(client, make_case(), next="/lijst/")
    assert page.status_code == 302
    assert "Uw lijst is vol" in client.get("/lijst/", follow=True).content.decode()
    assert shortlist.items.count() == MAX_ITEMS


def test_notes_and_title_are_saved_by_any_button(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een", "Twee")
    first, second = shortlist.items.all()
    save(
        client,
        shortlist,
        f"omlaag:{first.pk}",
        title="Voor het college",
        **{f"note_{second.pk}": "Bel de corporatie."},
    )
    shortlist.refresh_from_db()
    assert shortlist.title == "Voor het college"
    assert titles_of(shortlist) == ["Twee", "Een"]
    second.refresh_from_db()
    assert second.note == "Bel de corporatie."


def test_rows_go_up_down_and_away(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een", "Twee", "Drie")
    one, _two, three = shortlist.items.all()
    save(client, shortlist, f"omhoog:{three.pk}")
    assert titles_of(shortlist) == ["Een", "Drie", "Twee"]
    save(client, shortlist, f"omhoog:{one.pk}")
    assert titles_of(shortlist) == ["Een", "Drie", "Twee"], "the first cannot go up"
    save(client, shortlist, f"weg:{three.pk}")
    assert titles_of(shortlist) == ["Een", "Twee"]


def test_moving_passes_over_a_row_that_is_hidden(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een", "Verborgen", "Drie")
    hidden = shortlist.items.all()[1]
    PageViewRestriction.objects.create(page=hidden.page, restriction_type=PageViewRestriction.LOGIN)
    save(client, shortlist, f"omhoog:{shortlist.items.last().pk}")
    assert titles_of(shortlist) == ["Drie", "Een"]


def test_note_with_personal_data_is_refused_and_stays_typed(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een", "Twee")
    first, second = shortlist.items.all()
    typed = {f"note_{first.pk}": "Bel 06-12345678 maar.", f"note_{second.pk}": "Dit is goed."}
    response = save(client, shortlist, f"omlaag:{first.pk}", **typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert "telefoonnummer" in text
    assert "Bel 06-12345678 maar." in text
    assert "Dit is goed." in text
    assert titles_of(shortlist) == ["Een", "Twee"], "nothing was done"
    assert not shortlist.items.exclude(note="").exists()


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"title": "x" * 200}, {"title": "Lijst van jan@bewoner.nl"}, {"title": "a\x00b"}],
)
def test_odd_title_gets_a_message(site_tree: Any, client: Client, fields: dict[str, str]) -> None:
    shortlist = filled(client, "Een")
    response = save(client, shortlist, "weg:" + str(shortlist.items.get().pk), **fields)
    assert response.status_code == 422
    assert "Er klopt nog iets niet" in response.content.decode()
    assert shortlist.items.count() == 1


@pytest.mark.parametrize("press", ["weg:x", "omhoog:", "omlaag:" + "9" * 60, "\x00", "verkoop:1", "weg:0"])
def test_odd_button_only_saves(site_tree: Any, client: Client, press: str) -> None:
    shortlist = filled(client, "Een")
    assert save(client, shortlist, press).status_code == 302
    assert titles_of(shortlist) == ["Een"]


def test_others_read_only_what_is_shared(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Gedeelde aanpak")
    other = Client()
    address = shortlist.get_absolute_url()
    assert other.get(address).status_code == 404
    assert "Gedeelde aanpak" not in other.get(address).content.decode()
    client.post(f"{address}delen/", {"aan": "1"})
    text = other.get(address).content.decode()
    assert "Gedeelde aanpak" in text
    assert "<textarea" not in text
    assert 'name="doe"' not in text


@pytest.mark.parametrize(("press", "shared"), [("1", True), ("0", False)])
def test_note_that_was_typed_is_kept_by_the_buttons_for_sharing(
    site_tree: Any, client: Client, press: str, shared: bool
) -> None:
    shortlist = filled(client, "Een")
    if not shared:
        client.post(f"{shortlist.get_absolute_url()}delen/", {"aan": "1"})
    name = f"note_{shortlist.items.get().pk}"
    page = client.get(shortlist.get_absolute_url()).content.decode()
    assert 'form="lijst"' in page, "the button sends the form of the list"
    typed = {"title": "Voor de raad", name: "Past dit bij onze flats?", "aan": press}
    client.post(f"{shortlist.get_absolute_url()}delen/", typed)
    shortlist.refresh_from_db()
    assert (shortlist.title, shortlist.shared) == ("Voor de raad", shared)
    assert shortlist.items.get().note == "Past dit bij onze flats?"


def test_note_that_is_not_right_stays_on_the_page_and_nothing_is_shared(
    site_tree: Any, client: Client
) -> None:
    shortlist = filled(client, "Een")
    name = f"note_{shortlist.items.get().pk}"
    typed = {"title": "Mijn lijst", name: "Bel 06-12345678 voor meer.", "aan": "1"}
    response = client.post(f"{shortlist.get_absolute_url()}delen/", typed)
    assert response.status_code == 422
    assert "Bel 06-12345678 voor meer." in response.content.decode()
    assert not only_list().shared


def test_note_that_was_typed_goes_along_to_the_account(
    site_tree: Any, as_role: AsRole, client: Client
) -> None:
    shortlist = filled(client, "Een")
    member = as_role("gemeente")
    member.cookies["lijst"] = client.cookies["lijst"].value
    name = f"note_{shortlist.items.get().pk}"
    member.post(f"{shortlist.get_absolute_url()}overnemen/", {"title": "Van mij", name: "Een notitie."})
    shortlist.refresh_from_db()
    assert (shortlist.title, shortlist.owner) == ("Van mij", member.user)
    assert shortlist.items.get().note == "Een notitie."


def test_others_change_nothing_of_a_shared_list(site_tree: Any, client: Client, as_role: AsRole) -> None:
    shortlist = filled(client, "Een", "Twee")
    address = shortlist.get_absolute_url()
    client.post(f"{address}delen/", {"aan": "1"})
    for other in (Client(), as_role("gemeente"), as_role("beheer")):
        first = shortlist.items.first()
        save(other, shortlist, f"weg:{first.pk}", title="Gekaapt", **{f"note_{first.pk}": "Gekaapt"})
        for path in ("delen/", "weg/", "overnemen/"):
            assert other.post(f"{address}{path}").status_code in {302, 404}
        shortlist.refresh_from_db()
        assert (shortlist.title, shortlist.shared, shortlist.owner_id) == ("Mijn lijst", True, None)
        assert shortlist.items.count() == 2
        assert not shortlist.items.exclude(note="").exists()


def test_old_link_is_dead_for_good_after_sharing_stops(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een")
    old = shortlist.get_absolute_url()
    client.post(f"{old}delen/", {"aan": "1"})
    client.post(f"{old}delen/", {"aan": "0"})
    assert Client().get(old).status_code == 404
    shortlist.refresh_from_db()
    client.post(f"{shortlist.get_absolute_url()}delen/", {"aan": "1"})
    assert Client().get(old).status_code == 404
    assert Client().get(shortlist.get_absolute_url()).status_code == 200
    assert [event.action for event in events_of(shortlist)] == [
        "knowledge.shortlist_shared", "knowledge.shortlist_closed", "knowledge.shortlist_shared",
    ]  # fmt: skip


def test_reader_of_a_shared_list_sees_only_what_he_may_see(
    site_tree: Any, client: Client, as_role: AsRole
) -> None:
    shortlist = filled(client, "Openbaar", "Besloten")
    item = shortlist.items.get(page__title="Besloten")
    item.note = "Notitie bij het geheim"
    item.save()
    client.post(f"{shortlist.get_absolute_url()}delen/", {"aan": "1"})
    PageViewRestriction.objects.create(page=item.page, restriction_type=PageViewRestriction.LOGIN)
    for path in ("", "bijlage/"):
        address = f"{shortlist.get_absolute_url()}{path}"
        for who in (Client(), client):
            text = who.get(address).content.decode()
            assert "Openbaar" in text
            assert "Besloten" not in text
            assert "Notitie bij het geheim" not in text
        assert "Besloten" in as_role("gemeente").get(address).content.decode()


def test_unpublished_page_leaves_every_list_and_count(site_tree: Any, as_role: AsRole) -> None:
    member = as_role("gemeente")
    case = make_case(title="Weg ermee")
    keep(member, case)
    assert lists_of(member.user)[0][1] == 1
    case.specific.unpublish()
    assert lists_of(member.user)[0][1] == 0
    text = member.get(only_list().get_absolute_url()).content.decode()
    assert "Weg ermee" not in text
    assert "niet te zien zijn" in text
    save(member, only_list(), "opruimen")
    assert not ShortlistItem.objects.exists()


def test_forged_cookie_opens_nothing(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een")
    thief = Client()
    for value in (shortlist.key, f"{shortlist.key}:x:y", shortlist.token, "a" * 10_000, ""):
        thief.cookies["lijst"] = value
        assert thief.get(shortlist.get_absolute_url()).status_code == 404
        assert thief.get("/lijst/").status_code == 200


def test_own_lists_are_for_their_owner_only(site_tree: Any, as_role: AsRole) -> None:
    owner, other = as_role("gemeente"), as_role("gemeente")
    owner.post("/mijn/lijsten/", {"title": "Raadsvoorstel jeugd"})
    shortlist = only_list()
    assert shortlist.owner == owner.user
    assert shortlist.expires_at is None
    assert "Raadsvoorstel jeugd" in owner.get("/mijn/lijsten/").content.decode()
    assert "Raadsvoorstel jeugd" not in other.get("/mijn/lijsten/").content.decode()
    assert other.get(shortlist.get_absolute_url()).status_code == 404
    assert Client().get("/mijn/lijsten/").status_code == 302


def test_pages_go_to_the_list_last_used(site_tree: Any, as_role: AsRole) -> None:
    member = as_role("gemeente")
    keep(member, make_case(title="Oud"))
    member.post("/mijn/lijsten/", {"title": "Nieuwe lijst"})
    keep(member, make_case(title="Nieuw"))
    assert titles_of(Shortlist.objects.get(title="Nieuwe lijst")) == ["Nieuw"]


def test_list_of_the_browser_moves_to_the_account(site_tree: Any, client: Client, as_role: AsRole) -> None:
    shortlist = filled(client, "Een")
    member = as_role("gemeente")
    member.cookies["lijst"] = client.cookies["lijst"].value
    assert "Zet in mijn account" in member.get("/mijn/lijsten/").content.decode()
    assert not Shortlist.objects.filter(owner=member.user).exists(), "not without being asked"
    member.post(f"{shortlist.get_absolute_url()}overnemen/")
    shortlist.refresh_from_db()
    assert shortlist.owner == member.user
    assert client.get(shortlist.get_absolute_url()).status_code == 404, "the cookie is worth nothing now"


def test_lists_go_with_their_term_or_their_account(site_tree: Any, client: Client, as_role: AsRole) -> None:
    assert RULES["knowledge.shortlists"] is forget_lists
    shortlist = filled(client, "Een")
    owned = make_list(owner=as_role("gemeente").user)
    assert forget_lists() == 0
    Shortlist.objects.filter(pk=shortlist.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(shortlist.get_absolute_url()).status_code == 404, "past its term, even before the night"
    assert forget_lists() == 1
    assert owned.owner is not None
    owned.owner.delete()
    assert not Shortlist.objects.exists()


def test_worker_that_serves_no_pages_forgets_lists_too() -> None:
    code = (
        "import django; django.setup()\n"
        "import sys; from krachtwijken.core.retention import RULES\n"
        "assert 'krachtwijken.urls' not in sys.modules\n"
        "assert 'knowledge.shortlists' in RULES"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "PYTHONPATH": f"{ROOT}:{ROOT}/site",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_list_is_removed_with_its_cookie(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een")
    client.post(f"{shortlist.get_absolute_url()}weg/")
    assert not Shortlist.objects.exists()
    assert client.cookies["lijst"].value == ""


def test_changes_need_the_token_of_the_form(site_tree: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert keep(strict, make_case()).status_code == 403
    assert not Shortlist.objects.exists()


def test_keeping_too_often_is_slowed_down(site_tree: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("knowledge.shortlist.views.KEEPS_PER_HOUR", 1)
    case = make_case()
    assert keep(client, case).status_code == 302
    assert keep(client, case).status_code == 429


def test_three_cases_lead_to_a_comparison(site_tree: Any, client: Client) -> None:
    shortlist = filled(client, "Een", "Twee", "Drie")
    text = client.get(shortlist.get_absolute_url()).content.decode()
    assert text.count('form="vergelijk"') == 3
    assert 'id="vergelijk"' in text


def test_thirty_rows_take_the_queries_of_one(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    shortlist = filled(client, "Een")
    for number in range(MAX_ITEMS - 1):
        ShortlistItem.objects.create(shortlist=shortlist, page=make_case(themes=("wonen",)), order=number + 5)
    for path in ("", "bijlage/"):
        address = f"{shortlist.get_absolute_url()}{path}"
        client.get(address)
        with django_assert_max_num_queries(13):
            client.get(address)
