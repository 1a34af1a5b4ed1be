"""Search and the answer package on the site: freshness, leaks, odd input."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from krachtwijken.core import retention
from search.features.answer.models import ProblemStatement
from search.retrieval.recognise import recognise
from tests.factories.pages import make_case

PROBLEM = "Groepen jongeren hangen elke avond op straat bij het winkelcentrum en maken lawaai."


def titles(client: Client, query: str) -> str:
    return client.get("/zoeken/", {"q": query}).content.decode()


def test_case_is_found_after_publishing_and_gone_after_unpublishing(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    case = make_case(title="Speelgroen voor portieken")
    run_outbox()
    assert "Speelgroen voor portieken" in titles(client, "speelgroen")
    case.specific.unpublish()
    assert "Speelgroen voor portieken" not in titles(client, "speelgroen"), (
        "gone at once, before the worker came by"
    )
    run_outbox()
    assert f"case:{case.pk}" not in search_index.document_keys()


def test_first_document_after_a_search_that_found_nothing_is_found(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    assert "Speelgroen voor portieken" not in titles(client, "speelgroen")
    make_case(title="Speelgroen voor portieken")
    run_outbox()
    assert "Speelgroen voor portieken" in titles(client, "speelgroen")


def test_queries_do_not_grow_with_the_number_of_finds(
    search_index: Any, run_outbox: Callable[[], int], client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(14):
        make_case(title=f"Speelgroen nummer {number}")
    run_outbox()
    # What stands under every page is read once a minute.
    client.get("/loket/")
    with django_assert_max_num_queries(20):
        assert client.get("/zoeken/", {"q": "speelgroen"}).content.decode().count("Speelgroen nummer") >= 10


@pytest.mark.parametrize("page", ["2", "99", "0", "-1", "x", "9" * 5000, "½", "٢"])
def test_any_page_number_gives_a_page(
    search_index: Any, run_outbox: Callable[[], int], client: Client, page: str
) -> None:
    for number in range(11):
        make_case(title=f"Speelgroen nummer {number}")
    run_outbox()
    assert "Speelgroen nummer" in client.get("/zoeken/", {"q": "speelgroen", "page": page}).content.decode()


def test_restricted_case_is_gone_at_once_and_never_counted(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    case = make_case(title="Geheime aanpak van schulden")
    run_outbox()
    assert "Geheime aanpak" in titles(client, "schulden")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert "Geheime aanpak" not in titles(client, "schulden")
    run_outbox()
    assert "Geheime aanpak" not in titles(client, "schulden")


def test_without_an_index_the_list_is_simpler_and_says_so(search_index: Any, client: Client) -> None:
    make_case(title="Jongerenwerk in de avond")
    (search_index.store.folder / "format").unlink()
    search_index.index = None
    page = titles(client, "jongerenwerk")
    assert "Zoeken werkt nu beperkt" in page
    assert "Jongerenwerk in de avond" in page


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.text(max_size=200), page=st.text(max_size=20), kind=st.text(max_size=20))
def test_no_query_gives_a_server_error(
    search_index: Any, client: Client, query: str, page: str, kind: str
) -> None:
    query, page, kind = (text.encode("utf-8", "ignore").decode() for text in (query, page, kind))
    response = client.get("/zoeken/", {"q": query, "page": page, "soort": kind, "thema": kind})
    assert response.status_code in {200, 400}


def test_problem_leads_to_an_address_without_the_text(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    make_case(
        title="Avondronde",
        problem_text=PROBLEM,
        problems=("VE04",),
    )
    run_outbox()
    response = client.post("/antwoord/", {"text": PROBLEM})
    assert response.status_code == 302
    address = response.headers["Location"]
    assert "jongeren" not in address
    package = client.get(address)
    page = package.content.decode()
    assert "Avondronde" in page
    assert "Past bij" in page
    assert package.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Beschrijf eerst"),
        ("te kort", "Schrijf iets meer"),
        ("x" * 6000, "te lang"),
        (PROBLEM + " Bel 06-12345678.", "telefoonnummer"),
    ],
)
def test_bad_problem_text_is_refused_and_kept_in_the_form(
    search_index: Any, client: Client, text: str, message: str
) -> None:
    response = client.post("/antwoord/", {"text": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert text[:50] in page
    assert not ProblemStatement.objects.exists()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300))
def test_no_problem_text_gives_a_server_error(search_index: Any, client: Client, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert client.post("/antwoord/", {"text": text}).status_code in {302, 422, 429}


def test_hidden_page_is_not_in_a_package(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    case = make_case(
        title="Besloten avondronde", problem_text="Jongeren hangen op straat bij het winkelcentrum."
    )
    run_outbox()
    address = client.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
    assert "Besloten avondronde" in client.get(address).content.decode()
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert "Besloten avondronde" not in client.get(address).content.decode()


def test_problem_text_is_forgotten_in_time(search_index: Any, client: Client) -> None:
    address = client.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
    ProblemStatement.objects.update(expires_at=timezone.now())
    assert client.get(address).status_code == 404
    assert retention.forget_all()["search.problem_statements"] == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jongeren hangen op straat en er is veel overlast en vernieling.", "VE03"),
        ("Kinderen beginnen met een taalachterstand, de peuters gaan niet naar de voorschool.", "LE02"),
        ("Veel werkloosheid en armoede, mensen leven van een uitkering.", "WE05"),
    ],
)
def test_known_problem_is_recognised_by_words_alone(search_index: Any, text: str, code: str) -> None:
    assert code in [item.code for item in recognise(text)]


def test_text_about_something_else_is_not_recognised(search_index: Any) -> None:
    assert recognise("De maan draait om de aarde en de zee gaat op en neer.") == []
