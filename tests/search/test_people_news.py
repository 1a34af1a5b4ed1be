"""People of the pool in feeds, mails and suggestions: as far as their ring allows, and no longer than they agree."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from expertpool.directory.appearing import note_who_appeared
from expertpool.directory.services import save_profile, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, ProfileShown, ThemeDepth
from krachtwijken.core.models import Theme
from krachtwijken.core.outbox.models import MailMessage
from search.features.clear_matches import matches_of_problem
from search.features.saved_searches.alerts import send_alerts
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedFind
from search.features.saved_searches.services import save_search
from search.features.suggestions import selectors
from search.types import Kind
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH_FEED, POOL_FEED = "/zoeken/feed?q=speelgroen", "/pool/feed"
Drain = Callable[[], int]


def make_person(title: str, visibility: str = Visibility.PUBLIC, **fields: Any) -> ExpertProfile:
    about = {"summary": f"{title} maakt speelgroen.", "about": "Kent speelgroen en de wijk."}
    about |= {"slug": title.lower().replace(" ", "-"), "user": UserFactory(role="expert")}
    return ExpertProfile.objects.create(
        title=title, visibility=visibility, consent_until=date(2099, 1, 1), **about | fields
    )


def one_of_each_ring(run_outbox: Drain) -> list[ExpertProfile]:
    people = [
        make_person("Openbare hovenier"),
        make_person("Hovenier voor gemeenten", Visibility.GEMEENTEN),
        make_person("Hovenier voor het loket", Visibility.LOKET),
    ]
    note_who_appeared()
    run_outbox()
    return people


def titles(client: Client, address: str) -> list[str]:
    feed = ElementTree.fromstring(client.get(address).content)
    return [str(entry.findtext(f"{ATOM}title")) for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("address", [SEARCH_FEED, POOL_FEED])
def test_feed_holds_only_whom_everybody_may_see_whoever_asks(
    search_index: Any, run_outbox: Drain, client: Client, as_role: Callable[..., Client], address: str
) -> None:
    one_of_each_ring(run_outbox)
    for reader in (client, as_role("gemeente"), as_role("loket")):
        assert titles(reader, address) == ["Openbare hovenier"]
        answer = reader.get(address)
        assert "gemeenten" not in answer.content.decode()
        assert answer.headers["Content-Type"].startswith("application/atom+xml")


@pytest.mark.parametrize("address", [SEARCH_FEED, POOL_FEED])
def test_person_leaves_the_feed_at_once(
    search_index: Any, run_outbox: Drain, client: Client, address: str
) -> None:
    first, second = make_person("Eerste hovenier"), make_person("Tweede hovenier")
    note_who_appeared()
    run_outbox()
    assert sorted(titles(client, address)) == ["Eerste hovenier", "Tweede hovenier"]
    withdraw_consent(profile=first, actor=first.user)
    save_profile(profile=second, actor=second.user, changes={"visibility": Visibility.GEMEENTEN})
    assert titles(client, address) == []


@pytest.mark.parametrize("address", [SEARCH_FEED, POOL_FEED])
def test_person_waits_a_night_for_the_feed(
    search_index: Any, run_outbox: Drain, client: Client, address: str
) -> None:
    make_person("Hovenier")
    run_outbox()
    assert titles(client, address) == []
    cache.clear()
    note_who_appeared()
    assert titles(client, address) == ["Hovenier"]


def test_feed_of_a_search_mixes_people_and_pages_by_day(
    search_index: Any, run_outbox: Drain, client: Client
) -> None:
    case = make_case(title="Speelgroen in de straat", problem_text="Er is weinig speelgroen.")
    # Numbers of pages and people overlap: each keeps its own day.
    make_person("Hovenier", pk=case.pk)
    note_who_appeared()
    run_outbox()
    ProfileShown.objects.update(since=datetime(2026, 1, 1, tzinfo=UTC))
    assert titles(client, SEARCH_FEED) == ["Speelgroen in de straat", "Hovenier"]


def test_pool_feed_takes_the_filters_of_the_page_and_the_page_links_to_it(
    site_tree: Any, client: Client
) -> None:
    gardener, other = make_person("Hovenier"), make_person("Bemiddelaar")
    for person, theme in ((gardener, "wonen"), (other, "veiligheid")):
        ThemeDepth.objects.create(profile=person, theme=Theme.objects.get(code=theme))
    note_who_appeared()
    assert titles(client, POOL_FEED) == ["Bemiddelaar", "Hovenier"]
    address = f"{POOL_FEED}?thema=wonen"
    assert titles(client, address) == ["Hovenier"]
    feed = ElementTree.fromstring(client.get(f"{POOL_FEED}?onzin=1&thema=wonen&niveau=qq").content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    assert feed.findtext(f"{ATOM}title") == "Nieuwe mensen die verder helpen: Wonen"
    assert f'href="{address}"' in client.get("/pool/?thema=wonen").content.decode()
    assert f'href="{POOL_FEED}"' in client.get("/pool/").content.decode()


def test_pool_feed_asks_as_much_for_many_as_for_one(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in (1, 3):
        for person in range(number):
            make_person(f"Hovenier {number} {person}")
        note_who_appeared()
        with django_assert_max_num_queries(8):
            assert titles(client, POOL_FEED)


@pytest.fixture
def followers(search_index: Any) -> dict[str, Any]:
    people = {role: UserFactory(role=role, email=f"{role}@volgers.example") for role in ("gemeente", "loket")}
    for person in people.values():
        save_search(owner=person, name="Groen", frequency=Frequency.DAILY, query="q=speelgroen")
    return people


def test_mail_names_whom_its_reader_may_see(followers: Any, run_outbox: Drain, mailoutbox: list[Any]) -> None:
    one_of_each_ring(run_outbox)
    send_alerts(night=timezone.localdate() + timedelta(days=1))
    run_outbox()
    mails = {mail.to[0]: mail.body for mail in mailoutbox}
    told = ["Openbare hovenier", "Hovenier voor gemeenten", "Hovenier voor het loket"]
    assert [title in mails["gemeente@volgers.example"] for title in told] == [True, True, False]
    assert [title in mails["loket@volgers.example"] for title in told] == [True, True, True]
    assert "Hovenier voor gemeenten maakt speelgroen." in mails["gemeente@volgers.example"]


def test_nothing_is_mailed_again_or_twice(followers: Any, run_outbox: Drain, mailoutbox: list[Any]) -> None:
    one_of_each_ring(run_outbox)
    for night in (1, 2):
        send_alerts(night=timezone.localdate() + timedelta(days=night))
        run_outbox()
    assert len(mailoutbox) == 2


def test_mail_that_waits_forgets_who_withdrew_or_closed_the_ring(
    followers: Any, run_outbox: Drain, mailoutbox: list[Any]
) -> None:
    public, for_gemeenten, _ = one_of_each_ring(run_outbox)
    send_alerts(night=timezone.localdate() + timedelta(days=1))
    assert MailMessage.objects.count() == 2
    withdraw_consent(profile=public, actor=public.user)
    save_profile(profile=for_gemeenten, actor=for_gemeenten.user, changes={"visibility": Visibility.LOKET})
    run_outbox()
    assert [mail.to for mail in mailoutbox] == [["loket@volgers.example"]]
    assert "Openbare hovenier" not in mailoutbox[0].body


def test_nothing_of_a_person_is_kept_with_a_find(followers: Any, run_outbox: Drain) -> None:
    one_of_each_ring(run_outbox)
    make_case(title="Speelgroen in de straat", problem_text="Er is weinig speelgroen.")
    run_outbox()
    send_alerts(night=timezone.localdate() + timedelta(days=1))
    kept = {find.key.partition(":")[0]: find.sentence for find in SavedFind.objects.all()}
    assert kept[Kind.PROFILE] == ""
    assert kept[Kind.CASE]


def test_owner_hears_nothing_of_the_own_profile(
    search_index: Any, run_outbox: Drain, mailoutbox: list[Any]
) -> None:
    person, other = make_person("Hovenier", Visibility.GEMEENTEN), make_person("Andere hovenier")
    assert person.user is not None
    save_search(owner=person.user, name="Groen", frequency=Frequency.DAILY, query="q=speelgroen")
    note_who_appeared()
    run_outbox()
    send_alerts(night=timezone.localdate() + timedelta(days=1))
    run_outbox()
    (mail,) = (mail for mail in mailoutbox if "Nieuw" in mail.subject)
    assert other.title in mail.body
    assert "\nHovenier" not in mail.body


def test_problem_that_somebody_follows_finds_people_of_the_own_ring(
    search_index: Any, run_outbox: Drain
) -> None:
    about = {
        "about": "Jongeren hangen op straat en geven overlast. Ik haal ze van de straat, met hun ouders."
    }
    for title, ring in (("Jongerenwerker", Visibility.GEMEENTEN), ("Jongerencoach", Visibility.LOKET)):
        make_person(title, ring, summary="Werkt met jongeren die op straat hangen.", **about)
    note_who_appeared()
    run_outbox()
    text = "Jongeren hangen op straat en geven overlast. Bewoners durven niet meer naar buiten."
    found = matches_of_problem(
        text, viewer=UserFactory(role="gemeente"), since=timezone.now() - timedelta(days=1)
    )
    assert [match.hit.title for match in found] == ["Jongerenwerker"]
    assert not matches_of_problem(text, viewer=UserFactory(role="gemeente"), since=timezone.now())


@pytest.fixture
def fresh_names(site_tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors.names_cache, "seconds", 0.0)
    selectors.names_cache.forget()


def suggested(client: Client, query: str) -> list[dict[str, str]]:
    groups = client.get("/zoeken/aanvullen/", {"q": query}).json()["groups"]
    return next((group["items"] for group in groups if group["label"] == "Mensen"), [])


def test_function_is_suggested_to_who_may_see_it(
    fresh_names: None, client: Client, as_role: Callable[..., Client], run_outbox: Drain
) -> None:
    one_of_each_ring(run_outbox)
    public, gemeente, loket = (
        [item["text"] for item in suggested(reader, "hovenier")]
        for reader in (client, as_role("gemeente"), as_role("loket"))
    )
    assert public == ["Openbare hovenier"]
    assert sorted(gemeente) == ["Hovenier voor gemeenten", "Openbare hovenier"]
    assert len(loket) == 3
    assert suggested(client, "hovenier")[0]["url"] == "/pool/openbare-hovenier/"


def test_function_is_gone_at_once_although_the_names_are_kept(fresh_names: None, client: Client) -> None:
    person = make_person("Hovenier")
    assert suggested(client, "hoven")
    selectors.names_cache.seconds = 1e9
    withdraw_consent(profile=person, actor=person.user)
    assert suggested(client, "hoven") == []


def test_new_name_of_a_person_is_found_soon(fresh_names: None, client: Client) -> None:
    person = make_person("Hovenier")
    assert suggested(client, "hoven")
    ExpertProfile.objects.filter(pk=person.pk).update(title="Tuinbaas")
    assert [item["text"] for item in suggested(client, "tuinb")] == ["Tuinbaas"]
    assert suggested(client, "hoven") == []


def test_people_whom_the_reader_may_not_see_push_nothing_aside(
    fresh_names: None, client: Client, as_role: Callable[..., Client]
) -> None:
    for number in range(selectors.CANDIDATES + 5):
        make_person(f"Speelgroen {number}", Visibility.LOKET)
    make_case(title="Speelgroen in de hele straat en alle hoven")
    assert suggested(as_role("loket"), "speelgroen")
    groups = client.get("/zoeken/aanvullen/", {"q": "speelgroen"}).json()["groups"]
    assert [group["label"] for group in groups] == ["Aanpakken"]


def test_one_function_of_several_people_leads_to_all_of_them(fresh_names: None, client: Client) -> None:
    make_person("Hovenier")
    make_person("Hovenier", slug="hovenier-2")
    assert suggested(client, "hoven") == [{"text": "Hovenier", "url": "/zoeken/?q=Hovenier"}]
