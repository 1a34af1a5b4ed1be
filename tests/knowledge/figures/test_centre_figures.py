"""What a centre is told of its own pages, and of nobody else's."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from knowledge.figures import counting
from knowledge.figures.handlers import KEPT, forget_views
from knowledge.figures.models import PageViews
from knowledge.models import CasePage, CentrePage
from knowledge.shortlist.models import Shortlist, ShortlistItem, end_of_term
from matching.proposals.models import Proposal, ProposalItem
from tests.factories.pages import make_case
from tests.factories.requests import make_request
from tests.knowledge.conftest import EditorOf

ADDRESS = "/admin/cijfers-kenniscentrum/"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def visit(client: Client, page: Page, **headers: str) -> None:
    assert client.get(page.url or "", headers={"User-Agent": BROWSER, **headers}).status_code == 200


def views_of(page: Page) -> int:
    counting.write_views()
    return sum(PageViews.objects.filter(page=page.pk).values_list("count", flat=True))


def case_of(centre: CentrePage, **fields: Any) -> CasePage:
    return make_case(owner_organisation=centre.organisation, **fields)


def keep(page: Page, times: int) -> None:
    for _ in range(times):
        shortlist = Shortlist.objects.create(expires_at=end_of_term())
        ShortlistItem.objects.create(shortlist=shortlist, page_id=page.pk)


def propose(key: str, times: int, **fields: Any) -> None:
    for place in range(times):
        proposal = Proposal.objects.create(
            request=make_request(), engine="x", token=f"{key}-{place}", **fields
        )
        ProposalItem.objects.create(
            proposal=proposal, place=0, kind=key.partition(":")[0], key=key, score=1, is_chosen=True
        )


# --- counting ---


def test_every_visit_is_counted_on_its_day(site_tree: Any, client: Client) -> None:
    page = make_case()
    visit(client, page)
    visit(Client(), page)
    assert views_of(page) == 2
    visit(client, page)
    assert views_of(page) == 3
    assert PageViews.objects.get().day == timezone.localdate()


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/129.0"},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_programs_are_not_counted(site_tree: Any, client: Client, headers: dict[str, str]) -> None:
    page = make_case()
    visit(client, page, **headers)
    assert views_of(page) == 0


def test_who_works_on_the_content_is_not_counted(site_tree: Any, as_role: Callable[..., Client]) -> None:
    page = make_case()
    visit(as_role("redactie"), page)
    assert views_of(page) == 0
    visit(as_role("gemeente"), page)
    assert views_of(page) == 1


def test_page_that_somebody_may_not_read_is_not_counted(site_tree: Any, client: Client) -> None:
    page = make_case()
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
    assert client.get(page.url or "", headers={"User-Agent": BROWSER}).status_code != 200
    assert views_of(page) == 0


def test_nothing_of_the_visitor_is_kept(site_tree: Any, client: Client) -> None:
    assert {field.name for field in PageViews._meta.fields} == {"id", "page", "day", "count"}
    visit(client, make_case())
    assert set(client.cookies) <= {"csrftoken"}


def test_page_does_not_wait_for_the_count(site_tree: Any, client: Client) -> None:
    page = make_case()
    visit(client, page)
    with CaptureQueriesContext(connection) as asked:
        visit(client, page)
    assert not [query for query in asked.captured_queries if "pageviews" in query["sql"]]


def test_many_different_pages_are_written_without_being_asked(
    site_tree: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_WAITING", 2)
    first, second = make_case(), make_case()
    visit(client, first)
    assert not PageViews.objects.exists()
    visit(client, second)
    assert PageViews.objects.count() == 2


def test_page_that_was_removed_meanwhile_takes_no_other_count_along(site_tree: Any, client: Client) -> None:
    gone, stays = make_case(), make_case()
    visit(client, gone)
    visit(client, stays)
    gone.specific.delete()
    assert views_of(stays) == 1


def test_visitor_does_not_notice_a_count_that_fails(
    site_tree: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_counted: Any) -> None:
        raise OperationalError("database is locked")

    page = make_case()
    monkeypatch.setattr(counting, "_add", fail)
    monkeypatch.setattr(counting, "MOST_WAITING", 1)
    visit(client, page)
    assert not PageViews.objects.exists()


def test_counts_are_forgotten_after_400_days(site_tree: Any) -> None:
    page = make_case()
    for days in (400, 401):
        day = timezone.localdate() - timedelta(days=days)
        PageViews.objects.create(page_id=page.pk, day=day, count=1)
    assert KEPT.days == 400
    assert forget_views() == 1
    assert forget_views() == 0


# --- the page ---


def test_centre_sees_views_lists_and_requests_of_its_pages(
    centre: CentrePage, editor_of: EditorOf, client: Client
) -> None:
    case = case_of(centre, title="Onze aanpak")
    visit(client, case)
    visit(client, centre)
    counting.write_views()
    keep(case, 3)
    propose(f"case:{case.pk}", 4)
    propose(f"centre:{centre.pk}", 3)
    figures = editor_of(centre).get(ADDRESS).context["figures"]
    assert (figures.views, figures.proposed) == (2, "7")
    rows = {row.page.title: (row.views, row.kept, row.proposed) for row in figures.rows}
    assert rows == {"Onze aanpak": (1, "3", "4"), centre.title: (1, "minder dan 3", "3")}


def test_small_numbers_are_not_told(centre: CentrePage, editor_of: EditorOf) -> None:
    case = case_of(centre)
    keep(case, 2)
    propose(f"case:{case.pk}", 2)
    row = next(
        row for row in editor_of(centre).get(ADDRESS).context["figures"].rows if row.page.title == case.title
    )
    assert (row.kept, row.proposed) == ("minder dan 3", "minder dan 3")


def test_proposal_that_was_taken_back_or_is_older_does_not_count(
    centre: CentrePage, editor_of: EditorOf
) -> None:
    case = case_of(centre)
    propose(f"case:{case.pk}", 5, is_recalled=True)
    assert editor_of(centre).get(ADDRESS).context["figures"].proposed == "minder dan 3"
    Proposal.objects.update(is_recalled=False, sent_at=timezone.now() - timedelta(days=60))
    assert editor_of(centre).get(f"{ADDRESS}?periode=30").context["figures"].proposed == "minder dan 3"
    assert editor_of(centre).get(f"{ADDRESS}?periode=90").context["figures"].proposed == "5"


def test_nothing_of_another_centre_shows(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, client: Client
) -> None:
    theirs = case_of(other, title="Kanarie aanpak")
    visit(client, theirs)
    counting.write_views()
    editor = editor_of(centre)
    for address in (ADDRESS, f"{ADDRESS}{centre.pk}/csv/"):
        text = editor.get(address).content.decode()
        assert "Kanarie" not in text
        assert other.title not in text
    for address in (f"{ADDRESS}?centrum={other.pk}", f"{ADDRESS}{other.pk}/csv/", f"{ADDRESS}?centrum=x"):
        assert editor.get(address).status_code == 404
    assert "Kanarie" in editor_of(other).get(ADDRESS).content.decode()


def test_owned_case_for_others_only_is_not_named(centre: CentrePage, editor_of: EditorOf) -> None:
    case = case_of(centre, title="Kanarie besloten")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=case.pk), restriction_type="groups")
    assert "Kanarie" not in editor_of(centre).get(ADDRESS).content.decode()


@pytest.mark.parametrize("role", ["redactie", "beheer"])
def test_redactie_chooses_a_centre(
    centre: CentrePage, other: CentrePage, as_role: Callable[..., Client], role: str
) -> None:
    answer = as_role(role).get(f"{ADDRESS}?centrum={other.pk}")
    assert answer.context["centre"] == other
    assert {centre.title, other.title} <= {one.title for one in answer.context["centres"]}


def test_editor_without_a_centre_has_no_figures(centre: CentrePage, as_role: Callable[..., Client]) -> None:
    editor = as_role("kenniscentrum")
    for address in (ADDRESS, f"{ADDRESS}{centre.pk}/csv/"):
        assert editor.get(address).headers["Location"] == "/admin/"
    assert ADDRESS not in editor.get("/admin/").content.decode()


def test_menu_leads_there(centre: CentrePage, editor_of: EditorOf) -> None:
    assert ADDRESS in editor_of(centre).get("/admin/").content.decode()


def test_sheet_holds_what_the_page_shows(centre: CentrePage, editor_of: EditorOf) -> None:
    case_of(centre, title="=1+1")
    answer = editor_of(centre).get(f"{ADDRESS}{centre.pk}/csv/?periode=30")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert head[0] == "pagina"
    assert {row[0] for row in rows} == {"'=1+1", centre.title}
    assert {row[4] for row in rows} == {"minder dan 3"}


def test_many_pages_ask_no_more_than_one(centre: CentrePage, editor_of: EditorOf) -> None:
    editor = editor_of(centre)

    def queries() -> int:
        editor.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            editor.get(ADDRESS)
        return len(asked)

    one = queries()
    for _ in range(3):
        keep(case_of(centre), 1)
    assert queries() == one
