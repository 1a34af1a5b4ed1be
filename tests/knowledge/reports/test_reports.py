"""A visitor reports without an account; the redactie reads and settles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge.reports.models import Report
from knowledge.reports.services import forget_reports
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from tests.factories.pages import make_case

DOUBT = {"about": "link", "text": "De link naar het verslag werkt niet."}
APPROACH = {
    "title": "Buurtmoeders",
    "where": "Utrecht",
    "text": "Moeders gaan op huisbezoek.",
    "source_url": "",
}


@pytest.fixture
def redactie(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    return as_role("redactie", email="redactie@example.org")


def test_doubt_about_a_case_reaches_the_redactie(redactie: Client, client: Client) -> None:
    case = make_case()
    address = f"/kennis/klopt-dit-nog/{case.pk}/"
    assert address in client.get(case.url).content.decode()
    answer = client.post(address, DOUBT)
    assert answer.headers["Location"] == case.url
    report = Report.objects.get()
    assert (report.kind, report.page_id, report.about, report.text) == (
        "klopt_niet",
        case.pk,
        "link",
        DOUBT["text"],
    )
    assert MailMessage.objects.get().to == "redactie@example.org"
    assert DOUBT["text"] not in MailMessage.objects.get().body
    page = redactie.get("/mijn/meldingen/").content.decode()
    assert DOUBT["text"] in page
    redactie.post(f"/mijn/meldingen/{report.pk}/afgehandeld/")
    assert DOUBT["text"] not in redactie.get("/mijn/meldingen/").content.decode()
    assert AuditEvent.objects.filter(action="knowledge.report_settled").count() == 1


def test_approach_is_reported(redactie: Client, client: Client) -> None:
    assert client.post("/kennis/melden/", APPROACH).status_code == 302
    assert Report.objects.get().title == "Buurtmoeders"
    assert "Buurtmoeders (Utrecht)" in redactie.get("/mijn/meldingen/").content.decode()


def test_who_reported_is_not_kept(redactie: Client, client: Client) -> None:
    client.post("/kennis/melden/", APPROACH, REMOTE_ADDR="198.51.100.7")
    kept = [str(value) for row in Report.objects.values() for value in row.values()]
    assert not any("198.51.100.7" in value for value in kept)
    assert AuditEvent.objects.get(action="knowledge.reported").actor_id is None


@pytest.mark.parametrize("text", ["Mevrouw De Vries heeft schulden.", "Bel 06-12345678.", ""])
def test_personal_data_is_refused_and_nothing_typed_is_lost(
    site_tree: Any, client: Client, text: str
) -> None:
    answer = client.post("/kennis/melden/", {**APPROACH, "text": text})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "Buurtmoeders" in answer.content.decode()
    assert not Report.objects.exists()


def test_program_that_fills_in_everything_hears_the_same(site_tree: Any, client: Client) -> None:
    assert client.post("/kennis/melden/", {**APPROACH, "homepage": "https://spam.example"}).status_code == 302
    assert not Report.objects.exists()


def test_one_visitor_reports_so_often(
    site_tree: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reports.views.REPORTS", 2)
    answers = [client.post("/kennis/melden/", APPROACH).status_code for _ in range(3)]
    assert answers == [302, 302, 429]


def test_case_that_is_hidden_or_not_published_cannot_be_asked_after(site_tree: Any, client: Client) -> None:
    hidden, draft = make_case(), make_case()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    draft.specific.unpublish()
    for case in (hidden, draft):
        assert client.get(f"/kennis/klopt-dit-nog/{case.pk}/").status_code == 404
        assert client.post(f"/kennis/klopt-dit-nog/{case.pk}/", DOUBT).status_code == 404


@pytest.mark.parametrize(
    ("age", "settled", "left"), [(89.9, True, 1), (90.1, True, 0), (364.9, False, 1), (365.1, False, 0)]
)
def test_report_is_forgotten(site_tree: Any, client: Client, age: float, settled: bool, left: int) -> None:
    client.post("/kennis/melden/", APPROACH)
    then = timezone.now() - timedelta(days=age)
    Report.objects.update(created_at=then, settled_at=then if settled else None)
    forget_reports()
    assert Report.objects.count() == left
