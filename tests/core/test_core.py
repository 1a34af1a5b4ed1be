"""Audit rows, reference data, text, limits, health, headers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from krachtwijken.core.audit import events_of, record
from krachtwijken.core.models import AuditEvent, Gemeente, Organisation, ProblemLabel, Theme, Wijk
from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.ratelimit import allow
from krachtwijken.core.reference.centres import centre_code
from krachtwijken.core.reference.loader import load_reference
from krachtwijken.core.text import clean_text
from krachtwijken.core.trail.models import AuditRowsStayError


def test_audit_row_cannot_be_changed_by_code_or_by_sql(db: None) -> None:
    event = record(actor=None, action="test.done", target=None)
    event.action = "test.undone"
    for attempt in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AuditRowsStayError):
            attempt()
    for sql in ("UPDATE core_auditevent SET action = 'x'", "DELETE FROM core_auditevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert AuditEvent.objects.get(pk=event.pk).action == "test.done"


def test_trail_of_one_object_leaves_others_out(db: None) -> None:
    one, other = (Gemeente.objects.create(name=name, slug=name) for name in ("een", "twee"))
    record(actor=None, action="a", target=one)
    record(actor=None, action="b", target=other)
    assert [event.action for event in events_of(one)] == ["a"]


def test_reference_data_is_complete_and_loading_twice_changes_nothing(db: None) -> None:
    assert load_reference() == load_reference()
    assert (Theme.objects.count(), ProblemLabel.objects.count()) == (5, 57)
    krachtwijken = Wijk.objects.filter(programme="krachtwijk40")
    assert (krachtwijken.count(), krachtwijken.values("gemeente").distinct().count()) == (40, 18)
    assert not krachtwijken.filter(lat=None).exists()
    assert Organisation.objects.get(name="KEI").successor == Organisation.objects.get(name="Platform31")


def test_every_centre_has_the_public_code_of_itself_or_of_its_successor(reference: None) -> None:
    codes = {centre.name: centre_code(centre) for centre in Organisation.objects.filter(kind="kenniscentrum")}
    assert codes == {
        "NICIS Institute": "PLATFORM31", "KEI": "PLATFORM31", "SEV": "PLATFORM31", "Platform31": "PLATFORM31",
        "RIVM": "RIVM", "Movisie": "MOVISIE", "CCV": "CCV", "FORUM": "KIS",
        "Kennisplatform Integratie & Samenleving": "KIS",
    }  # fmt: skip


def test_organisation_without_a_code_or_that_succeeds_itself_has_none(db: None) -> None:
    one, other = (
        Organisation.objects.create(name=name, slug=name, kind="kenniscentrum", active_until=2012)
        for name in ("een", "twee")
    )
    one.successor, other.successor = other, one
    assert (centre_code(one), centre_code(other)) == ("", "")


@given(st.text(max_size=300))
def test_clean_text_can_always_be_stored(text: str) -> None:
    cleaned = clean_text(text, max_length=100)
    assert "\x00" not in cleaned
    assert len(cleaned.encode("utf-8")) <= 400


# A soft hyphen at the end of a line is one thing, and at the end of the text another.
UNEASY = st.text(st.sampled_from("a \n\r\u00ad\u200b\ufeff\u0301\x85\u00a0e"), max_size=30)


@given(UNEASY | st.text(max_size=60), st.integers(1, 40))
@example("\u00ad\r", 100)
@example("a\u00ad\nb", 3)
def test_clean_text_is_clean(text: str, longest: int) -> None:
    cleaned = clean_text(text, max_length=longest)
    assert clean_text(cleaned, max_length=longest) == cleaned


def test_limit_counts_per_person(db: None) -> None:
    assert [allow(scope="s", who="a", limit=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert allow(scope="s", who="b", limit=2, seconds=60)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bsn", "Haar BSN is 111222333."),
        ("phone", "Bel 06-12345678 na vijf uur."),
        ("email", "Mail naar buurman@example.nl graag."),
        ("iban", "Betaald op NL91ABNA0417164300 vorige week."),
        ("address", "Mevrouw De Vries woont aan de Kerkstraat 5."),
        ("person", "Familie Jansen heeft grote schulden."),
    ],
)
def test_personal_data_is_found(kind: str, text: str) -> None:
    assert kind in {finding.kind for finding in find_personal_data(text)}


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 waren er 123456789 euro schulden in de wijk Klarendal.",
        "Artikel 12 van de Wet Bibob geldt ook in Kanaleneiland.",
        "De wethouder sprak met 40 bewoners van de Kruiskamp.",
    ],
)
def test_policy_text_passes(text: str) -> None:
    assert find_personal_data(text) == []


def test_health_says_alive_without_details(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "page=%00"])
def test_unreadable_address_is_a_bad_request(db: None, client: Client, query: str) -> None:
    assert client.get(f"/zoeken/?{query}").status_code == 400


def test_public_page_has_a_strict_policy_and_the_admin_its_own(site_tree: Any, client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("day", ["2026-01-01", "2027-12-31", "2028-02-29"])
def test_security_txt_names_who_to_tell_and_an_end_that_is_neither_near_nor_over_a_year_away(
    db: None, client: Client, settings: Any, day: str
) -> None:
    now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    with time_machine.travel(now, tick=False):
        response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == f"mailto:{settings.SECURITY_CONTACT}"
    assert now + timedelta(days=30) < datetime.fromisoformat(fields["Expires"]) < now + timedelta(days=365)
