"""What the nightly check keeps of the sources of pages: their state, a copy, and who may read that."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge.links.fetching import Fetched, FetchPolicy, Refusal
from knowledge.links.handlers import look_at_links
from knowledge.links.models import CitedLink, LinkCopy, LinkState, LinkUse
from knowledge.links.services import check_link, queue_due_links, record_look, refresh_uses
from knowledge.models import CaseOutcome, CasePage, CaseResearch
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import OutboxRow
from tests.factories.pages import make_case
from tests.knowledge.links.test_fetching import policy_for, source
from tests.knowledge.schemes.test_finder import make_scheme

__all__ = ["source"]
URL = "https://bron.example/verslag"
DAY = datetime(2026, 3, 1, tzinfo=timezone.get_default_timezone())
GOOD = Fetched(200, URL, "text/html", b"Verslag")


@pytest.fixture
def link(site_tree: Any) -> CitedLink:
    make_case(source_url=URL)
    refresh_uses()
    return CitedLink.objects.get()


def look(link: CitedLink, found: Fetched | Refusal, days: int = 0) -> CitedLink:
    looked = record_look(pk=link.pk, found=found, at=DAY + timedelta(days=days))
    assert looked is not None
    return looked


def test_every_field_that_cites_is_read_and_drafts_are_not(site_tree: Any) -> None:
    case = make_case(source_url=URL, manual_url="https://bron.example/handleiding").specific
    case.outcomes = [CaseOutcome(indicator="x", source="y", source_url="https://bron.example/uitkomst")]
    case.researches = [CaseResearch(title="x", kind="mkba", year=2020, url="https://bron.example/onderzoek")]
    case.save_revision().publish()
    make_scheme("Fonds", source_url=URL)
    make_case(source_url="https://bron.example/concept").specific.unpublish()
    assert refresh_uses() == 4
    assert refresh_uses() == 4
    assert {url.rpartition("/")[2] for url in CitedLink.objects.values_list("url", flat=True)} == {
        "verslag", "handleiding", "uitkomst", "onderzoek",
    }  # fmt: skip
    assert LinkUse.objects.filter(link__url=URL).count() == 2


def test_address_that_no_page_cites_goes_with_its_copies(link: CitedLink) -> None:
    look(link, GOOD)
    CasePage.objects.get().specific.unpublish()
    refresh_uses()
    assert not CitedLink.objects.exists()
    assert not LinkCopy.objects.exists()


def test_night_puts_what_is_due_in_the_outbox_once(link: CitedLink) -> None:
    look_at_links()
    look_at_links()
    assert OutboxRow.objects.filter(topic="knowledge.link").count() == 1
    CitedLink.objects.update(due_at=timezone.now() + timedelta(days=1))
    assert queue_due_links() == 0


def test_worker_looks_only_at_hosts_on_the_list(link: CitedLink, run_outbox: Callable[[], int]) -> None:
    look_at_links()
    run_outbox()
    link.refresh_from_db()
    assert (link.state, link.refusal) == (LinkState.SKIPPED, Refusal.HOST)


def test_whole_way_from_a_server_to_a_copy(link: CitedLink, source: ThreadingHTTPServer) -> None:
    CitedLink.objects.update(url=f"http://bron.example:{source.server_port}/goed")
    looked = check_link(pk=link.pk, policy=policy_for(source))
    assert looked is not None
    assert (looked.state, looked.status_code) == (LinkState.GOOD, 200)
    copy = looked.copies.get()
    assert (bytes(copy.body), copy.content_type, copy.size) == (b"<p>Verslag</p>", "text/html", 14)


def test_link_that_went_meanwhile_is_no_error(db: None) -> None:
    assert check_link(pk=1, policy=FetchPolicy(hosts=frozenset())) is None


def test_one_bad_night_says_nothing_and_three_do(link: CitedLink) -> None:
    gone = Fetched(404, URL)
    assert look(link, gone).state == LinkState.WAITING
    assert look(link, gone, 1).state == LinkState.WAITING
    told = look(link, gone, 2)
    assert (told.state, told.failing_since) == (LinkState.GONE, DAY)
    assert AuditEvent.objects.filter(action="knowledge.link_broken").count() == 1
    look(link, gone, 3)
    assert AuditEvent.objects.filter(action="knowledge.link_broken").count() == 1
    restored = look(link, GOOD, 4)
    assert (restored.state, restored.failing_since, restored.failures) == (LinkState.GOOD, None, 0)
    assert AuditEvent.objects.filter(action="knowledge.link_restored").count() == 1


def test_same_look_counts_once(link: CitedLink) -> None:
    for _ in range(5):
        look(link, Refusal.TIME)
    assert CitedLink.objects.get().failures == 1


@pytest.mark.parametrize("refusal", [Refusal.HOST, Refusal.SIZE, Refusal.ADDRESS])
def test_what_says_something_of_us_does_not_break_a_link(link: CitedLink, refusal: Refusal) -> None:
    for day in range(5):
        looked = look(link, refusal, day)
    assert not looked.is_broken


def test_first_copy_stays_and_of_later_ones_the_last(link: CitedLink) -> None:
    for day, body in enumerate((b"een", b"twee", b"twee", b"drie", b"een")):
        look(link, Fetched(200, URL, "text/plain", body), day)
    bodies = [bytes(copy.body) for copy in LinkCopy.objects.order_by("kept_at")]
    assert bodies == [b"een", b"drie"]


def test_reader_of_the_page_hears_that_the_source_is_gone(link: CitedLink, client: Client) -> None:
    case = CasePage.objects.get()
    assert "Deze link werkt niet meer" not in client.get(case.url).content.decode()
    for day in range(3):
        look(link, Fetched(410, URL), day)
    assert "Deze link werkt niet meer sinds 1 maart 2026." in client.get(case.url).content.decode()


def test_report_and_copies_are_for_the_redactie(link: CitedLink, as_role: Callable[..., Client]) -> None:
    look(link, Fetched(200, URL, "text/html", b"<script>alert(1)</script>"))
    copy = LinkCopy.objects.get()
    redactie = as_role("redactie")
    assert URL in redactie.get("/mijn/bronnen/").content.decode()
    answer = redactie.get(f"/mijn/bronnen/kopie/{copy.pk}/")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert redactie.get("/mijn/bronnen/kopie/999/").status_code == 404
    for role in ("gemeente", "kenniscentrum", "loket"):
        assert as_role(role).get("/mijn/bronnen/").status_code == 403
        assert as_role(role).get(f"/mijn/bronnen/kopie/{copy.pk}/").status_code == 403


def test_report_asks_as_often_for_three_as_for_one(site_tree: Any, as_role: Callable[..., Client]) -> None:
    redactie = as_role("redactie")

    def asked() -> int:
        redactie.get("/mijn/bronnen/")
        with CaptureQueriesContext(connection) as queries:
            redactie.get("/mijn/bronnen/")
        return len(queries)

    def add(number: int) -> None:
        url = f"https://bron.example/{number}"
        make_case(source_url=url)
        refresh_uses()
        look(CitedLink.objects.get(url=url), Fetched(200, url, "text/plain", b"x"), number)

    add(1)
    once = asked()
    add(2)
    add(3)
    assert asked() == once


def test_redactie_finds_the_report_on_its_own_page(site_tree: Any, as_role: Callable[..., Client]) -> None:
    redactie = as_role("redactie")
    assert 'href="/mijn/bronnen/"' in redactie.get("/mijn/").content.decode()
    assert 'href="/mijn/bronnen/"' not in as_role("loket").get("/mijn/").content.decode()


def test_report_says_in_words_that_no_website_is_listed(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    page = as_role("redactie").get("/mijn/bronnen/").content.decode()
    assert "zet eerst op een lijst bij welke websites wij mogen kijken" in page
    assert "LINK_CHECK_HOSTS" not in page
