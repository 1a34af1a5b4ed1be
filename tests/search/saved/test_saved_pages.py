"""The pages of saved searches: two people, odd input, the link that ends the mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from krachtwijken.accounts.models import User
from krachtwijken.core import retention
from krachtwijken.core.models import AuditEvent
from search.features.answer.models import ProblemStatement
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.links import SALT, stop_address
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.saved_searches.rules import MOST
from search.features.saved_searches.services import NoRoomError, save_search
from tests.factories.accounts import UserFactory
from tests.search.saved.conftest import TITLE

LIST = "/mijn/zoekvragen/"
NEW = "/mijn/zoekvragen/nieuw/"
PROBLEM = "In onze wijk hangen jongeren op straat. Bewoners zijn bang en bellen de politie."


@pytest.fixture
def own(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def test_search_is_saved_from_the_address_and_stands_in_the_list(own: Client, search_index: Any) -> None:
    page = own.get(
        NEW, {"q": "jongeren  op straat", "thema": "wonen", "page": "3", "utm": "x"}
    ).content.decode()
    assert "jongeren op straat" in page
    response = own.post(
        NEW,
        {"query": "page=3&thema=wonen&q=jongeren++op+straat", "name": "Jongeren", "frequency": "wekelijks"},
    )
    assert response.headers["Location"] == LIST
    assert SavedSearch.objects.get().query == "q=jongeren+op+straat&thema=wonen"
    page = own.get(LIST).content.decode()
    assert "Jongeren" in page
    assert "Wonen" in page
    assert AuditEvent.objects.filter(action="search.saved").count() == 1


def test_visitor_logs_in_and_comes_back_to_the_same_search(client: Client, search_index: Any) -> None:
    page = client.get("/zoeken/", {"q": "jongeren op straat"}).content.decode()
    assert f'href="{NEW}?q=jongeren+op+straat"' in page
    assert "next=/mijn/zoekvragen/nieuw/%3Fq%3D" in client.get(NEW, {"q": "jongeren"}).headers["Location"]


def test_empty_page_offers_to_keep_the_question(client: Client, search_index: Any) -> None:
    page = client.get("/zoeken/", {"q": "qqxxzz"}).content.decode()
    assert "u krijgt bericht als er een antwoord is" in page


def test_problem_is_saved_from_its_answer_and_outlives_it(own: Client, search_index: Any) -> None:
    address = own.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert f"{NEW}?antwoord={token}" in own.get(address).content.decode()
    assert PROBLEM in own.get(NEW, {"antwoord": token}).content.decode()
    own.post(NEW, {"text": PROBLEM, "name": "Straat", "frequency": "dagelijks"})
    ProblemStatement.objects.all().delete()
    search = SavedSearch.objects.get()
    assert search.problem == PROBLEM
    assert own.get(search.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"query": "q=schulden", "frequency": "dagelijks"}, "een naam"),
        ({"query": "q=schulden", "name": " ", "frequency": "dagelijks"}, "een naam"),
        ({"query": "q=schulden", "name": "x" * 200, "frequency": "dagelijks"}, "te lang"),
        ({"query": "q=schulden", "name": "x", "frequency": "elk uur"}, "een van de drie"),
        ({"query": "q=schulden", "name": "Bel 06-12345678", "frequency": "nooit"}, "telefoonnummer"),
        ({"query": "q=bel+06-12345678", "name": "x", "frequency": "nooit"}, "telefoonnummer"),
        ({"query": f"q={'%C3%A9' * 1900}", "name": "x", "frequency": "nooit"}, "te lang"),
        ({"text": PROBLEM + " Mail a@example.nl.", "name": "x", "frequency": "nooit"}, "e-mailadres"),
        ({"text": "kort", "name": "x", "frequency": "nooit"}, "iets meer"),
        ({"query": "thema=wonen", "text": "", "name": "x", "frequency": "nooit"}, "Beschrijf eerst"),
    ],
)
def test_bad_input_is_refused_with_a_message_and_kept(
    own: Client, search_index: Any, data: dict[str, str], message: str
) -> None:
    response = own.post(NEW, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert not SavedSearch.objects.exists()
    if data.get("text"):
        assert data["text"][:30] in page


@pytest.mark.parametrize("query", ["q=a%ff", "q=%00", "q=" + "x" * 9000, "=&&&", "q=1&q=2", "q=%F0%9F%8F%98"])
def test_any_posted_query_gives_an_answer(own: Client, search_index: Any, query: str) -> None:
    response = own.post(NEW, {"query": query, "name": "x", "frequency": "nooit"})
    assert response.status_code in {302, 422}


def test_same_question_is_kept_once_and_takes_the_new_name(owner: User) -> None:
    first = save_search(owner=owner, name="een", frequency=Frequency.DAILY, query="q=schulden")
    again = save_search(owner=owner, name="twee", frequency=Frequency.NEVER, query="q=schulden")
    assert first.pk == again.pk
    assert SavedSearch.objects.get().name == "twee"
    save_search(owner=UserFactory(), name="drie", frequency=Frequency.DAILY, query="q=schulden")
    assert SavedSearch.objects.count() == 2


def test_more_than_the_limit_is_refused_with_a_message(own: Client, owner: User, search_index: Any) -> None:
    for number in range(MOST):
        save_search(owner=owner, name=str(number), frequency=Frequency.NEVER, query=f"q=vraag{number}")
    with pytest.raises(NoRoomError):
        save_search(owner=owner, name="te veel", frequency=Frequency.NEVER, query="q=anders")
    response = own.post(NEW, {"query": "q=anders", "name": "te veel", "frequency": "nooit"})
    assert response.status_code == 422
    assert "Gooi er eerst een weg" in response.content.decode()
    assert "te veel" in response.content.decode()


def test_list_does_not_ask_more_with_more_searches(
    own: Client, owner: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(MOST):
        save_search(owner=owner, name=str(number), frequency=Frequency.NEVER, query=f"q=vraag{number}")
    own.get(LIST)
    with django_assert_max_num_queries(9):
        assert own.get(LIST).status_code == 200


def test_somebody_else_sees_and_changes_nothing(
    saved: SavedSearch, search_index: Any, as_role: Callable[..., Client]
) -> None:
    for role in ("gemeente", "beheer"):
        other = as_role(role)
        assert saved.name not in other.get(LIST).content.decode()
        for tail in ("", "wijzigen/", "weggooien/"):
            assert other.get(f"{LIST}{saved.token}/{tail}").status_code == 404
        for tail in ("wijzigen/", "pauze/", "gezien/", "weggooien/"):
            data = {"name": "gekaapt", "frequency": "nooit", "pauze": "ja"}
            assert other.post(f"{LIST}{saved.token}/{tail}", data).status_code == 404
    before = saved.seen_until
    saved.refresh_from_db()
    assert (saved.name, saved.paused, saved.seen_until) == ("Jongeren", False, before)


def test_owner_changes_pauses_and_deletes(own: Client, saved: SavedSearch) -> None:
    address = f"{LIST}{saved.token}/"
    own.post(f"{address}wijzigen/", {"name": "Nieuwe naam", "frequency": "nooit"})
    own.post(f"{address}pauze/", {"pauze": "ja"})
    saved.refresh_from_db()
    assert (saved.name, saved.frequency, saved.paused) == ("Nieuwe naam", Frequency.NEVER, True)
    own.post(f"{address}pauze/", {"pauze": "nee"})
    assert own.get(f"{address}weggooien/").status_code == 200
    assert SavedSearch.objects.exists(), "looking deletes nothing"
    own.post(f"{address}weggooien/")
    assert not SavedSearch.objects.exists()
    assert own.post(f"{address}weggooien/").status_code == 404
    actions = AuditEvent.objects.filter(action__startswith="search.").values_list("action", flat=True)
    assert set(actions) == {
        "search.saved", "search.saved_changed", "search.saved_paused", "search.saved_deleted"
    }  # fmt: skip


def test_page_shows_what_is_new_until_it_is_seen(
    own: Client, saved: SavedSearch, appear: Callable[..., Any]
) -> None:
    appear()
    address = saved.get_absolute_url()
    assert TITLE in own.get(address).content.decode()
    assert TITLE in own.get(address).content.decode(), "looking marks nothing"
    own.post(f"{address}gezien/")
    assert TITLE not in own.get(address).content.decode()


def test_page_restricted_later_is_gone_from_new_results(
    own: Client, saved: SavedSearch, appear: Callable[..., Any]
) -> None:
    case = appear()
    assert TITLE in own.get(saved.get_absolute_url()).content.decode()
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.PASSWORD)
    assert TITLE not in own.get(saved.get_absolute_url()).content.decode()


def test_without_an_index_the_page_says_so(own: Client, saved: SavedSearch, search_index: Any) -> None:
    (search_index.store.folder / "format").unlink()
    assert "Zoeken werkt nu even niet" in own.get(saved.get_absolute_url()).content.decode()


def test_link_in_the_mail_asks_first_and_stops_without_login(client: Client, saved: SavedSearch) -> None:
    path = stop_address(saved).removeprefix("http://127.0.0.1:8000")
    page = client.get(path)
    assert "Stop deze mail" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex"
    saved.refresh_from_db()
    assert saved.frequency == Frequency.DAILY, "a mail program that opens the link stops nothing"
    for _ in range(2):
        assert "U krijgt geen mail meer" in client.post(path).content.decode()
    saved.refresh_from_db()
    assert saved.frequency == Frequency.NEVER
    assert AuditEvent.objects.filter(action="search.saved_unsubscribed").count() == 1


def test_link_that_was_changed_stops_nothing(client: Client, saved: SavedSearch) -> None:
    signed = Signer(salt=SALT).sign(saved.token)
    other = save_search(owner=UserFactory(), name="Ander", frequency=Frequency.DAILY, query="q=iets")
    wrong = [
        saved.token,
        signed[:-1] + ("a" if signed[-1] != "a" else "b"),
        f"{other.token}:{signed.partition(':')[2]}",
        Signer(salt="something else").sign(saved.token),
        Signer(salt=SALT).sign("bestaat-niet"),
        "x" * 5000,
    ]
    for token in wrong:
        for method in (client.get, client.post):
            assert method(f"/zoekvragen/afmelden/{token}/").status_code == 404
    assert set(SavedSearch.objects.values_list("frequency", flat=True)) == {Frequency.DAILY}


def test_mail_program_stops_the_mail_with_one_press(saved: SavedSearch) -> None:
    """RFC 8058: a post without cookies, so without the token of a form."""
    program = Client(enforce_csrf_checks=True)
    path = stop_address(saved).removeprefix("http://127.0.0.1:8000")
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    saved.refresh_from_db()
    assert saved.frequency == Frequency.NEVER


def test_searches_go_with_the_account(saved: SavedSearch, owner: User) -> None:
    SavedFind.objects.create(search=saved, key="case:1")
    owner.delete()
    assert not SavedSearch.objects.exists()
    assert not SavedFind.objects.exists()


def test_finds_and_searches_of_closed_accounts_are_forgotten(saved: SavedSearch, owner: User) -> None:
    SavedFind.objects.create(search=saved, key="case:1", night=timezone.localdate() - timedelta(days=31))
    SavedFind.objects.create(search=saved, key="case:2", night=timezone.localdate() - timedelta(days=30))
    long_ago = timezone.now() - timedelta(days=365.1)
    User.objects.filter(pk=owner.pk).update(last_login=long_ago, date_joined=long_ago)
    counts = retention.forget_all()
    assert (counts["search.saved_finds"], counts["search.saved_searches"]) == (1, 0)
    assert SavedFind.objects.get().key == "case:2"
    lately = UserFactory(is_active=False, last_login=timezone.now() - timedelta(days=364.9))
    User.objects.filter(pk=lately.pk).update(date_joined=long_ago)
    kept = save_search(owner=lately, name="Ander", frequency=Frequency.DAILY, query="q=iets")
    User.objects.filter(pk=owner.pk).update(is_active=False)
    retention.forget_all()
    assert SavedSearch.objects.get() == kept


def test_own_page_leads_to_the_list(own: Client) -> None:
    assert f'href="{LIST}"' in own.get("/mijn/").content.decode()
