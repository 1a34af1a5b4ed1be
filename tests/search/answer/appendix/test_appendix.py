"""The answer on paper: what it says, what it keeps hidden, and what happens without the libraries of the PDF."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from knowledge.models import CasePage
from krachtwijken.core.pdf import PdfUnavailableError
from search.features.answer.models import ProblemStatement
from tests.factories.pages import make_case

AsRole = Callable[..., Client]
TITLE = "Wat kan helpen bij dit probleem"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def no_libraries(_html: str) -> bytes:
    raise PdfUnavailableError("cannot load library 'libpango-1.0-0'")


def test_page_to_print_says_what_a_council_needs(client: Client, case: CasePage, address: str) -> None:
    response = client.get(f"{address}bijlage/")
    page = response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-cache" in response.headers["Cache-Control"]
    for said in (TITLE, "Avondronde", "Camera&#x27;s hielpen niet.", "Een halve baan per jaar"):
        assert said in page
    assert f"http://testserver{address}" in page
    assert f"http://testserver{case.url}" in page
    assert "kw-nav" not in page
    for heading in ("Mensen die kunnen helpen", "Kenniscentra", "Regelingen en geld", "Wijken met hetzelfde"):
        assert heading in page


def test_pdf_says_the_same_and_can_be_read_aloud(client: Client, case: CasePage, address: str) -> None:
    response = client.get(f"{address}bijlage.pdf")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-cache" in response.headers["Cache-Control"]
    assert response.headers["Content-Disposition"].startswith('inline; filename="bijlage-krachtwijken-')
    assert response.content.startswith(b"%PDF")
    reader = PdfReader(BytesIO(response.content))
    assert 1 <= len(reader.pages) <= 3
    assert reader.metadata is not None
    assert TITLE.lower() in str(reader.metadata.title).lower()
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    text = text_of(response.content)
    for said in (TITLE, "Avondronde", "Camera's hielpen niet.", "Een halve baan per jaar"):
        assert said in text
    assert "Terug naar het antwoord" not in text


def test_a_long_answer_stays_within_three_pages(
    client: Client, site_tree: Any, address: str, run_outbox: Callable[[], int]
) -> None:
    long = "Jongeren hangen op straat bij het winkelcentrum en maken elke avond lawaai. " * 30
    for number in range(6):
        make_case(
            title=f"Lange aanpak {number}",
            problem_text=long,
            summary=long[:500],
            what_did_not_work=long,
            costs_text=long[:200],
        )
    run_outbox()
    assert len(PdfReader(BytesIO(client.get(f"{address}bijlage.pdf").content)).pages) <= 3


def test_problems_that_the_reader_chose_are_named_and_linked(client: Client, address: str) -> None:
    chosen = "?gekozen=1&probleem=WE05"
    assert (
        f"{address}bijlage.pdf?gekozen=1&amp;probleem=WE05" in client.get(address + chosen).content.decode()
    )
    page = client.get(f"{address}bijlage/{chosen}").content.decode()
    label = client.get(address + chosen).context["package"].problems[0].label
    assert label in page
    assert f"{address}?gekozen=1&amp;probleem=WE05" in page
    assert label in text_of(client.get(f"{address}bijlage.pdf{chosen}").content)


def test_text_without_a_known_problem_is_quoted(client: Client, address: str) -> None:
    assert "In onze wijk hangen jongeren" in client.get(f"{address}bijlage/?gekozen=1").content.decode()


def test_what_not_everybody_may_see_is_not_on_paper_whoever_makes_it(
    case: CasePage, address: str, as_role: AsRole, run_outbox: Callable[[], int]
) -> None:
    ExpertProfile.objects.create(
        title="Straatkenner", slug="straatkenner", summary="Kent jongeren op straat bij het winkelcentrum.",
        about="Jongeren hangen op straat.", levels=["bewoner"], roles=[], days_per_month=2,
        visibility=Visibility.GEMEENTEN, consent_until=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip
    run_outbox()
    own = as_role("gemeente")
    assert "Straatkenner" in own.get(address).content.decode()
    assert "Straatkenner" not in own.get(f"{address}bijlage/").content.decode()
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert "Avondronde" not in text_of(own.get(f"{address}bijlage.pdf").content)


def test_without_the_libraries_the_page_to_print_takes_its_place(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.features.answer.appendix.views.pdf_of", no_libraries)
    response = client.get(f"{address}bijlage.pdf?gekozen=1&probleem=WE05")
    assert response.headers["Location"] == f"{address}bijlage/?gekozen=1&probleem=WE05"
    assert "Een pdf maken lukt hier nu niet" in client.get(response.headers["Location"]).content.decode()


def test_answer_that_is_gone_has_no_appendix(client: Client, address: str) -> None:
    ProblemStatement.objects.update(expires_at=timezone.now())
    for tail in ("bijlage/", "bijlage.pdf"):
        assert client.get(address + tail).status_code == 404


def test_looking_writes_nothing(client: Client, address: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        for tail in ("", "bijlage/", "bijlage.pdf"):
            assert client.get(address + tail).status_code == 200
            assert client.post(address + tail).status_code == 405
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_too_many_pdfs_are_refused(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.features.answer.appendix.views.PDFS_PER_HOUR", 1)
    assert client.get(f"{address}bijlage.pdf").status_code == 200
    assert client.get(f"{address}bijlage.pdf").status_code == 429
    assert client.get(f"{address}bijlage/").status_code == 200
