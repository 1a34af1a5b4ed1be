"""Until when a case holds: confirmed by its owner, asked after in time, marked and lower once it has lapsed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge.models import CasePage, CaseValidity
from knowledge.validity.handlers import look_at_validity
from knowledge.validity.rules import ValidityState, moment_due, state_on, valid_until
from knowledge.validity.selectors import owners_of
from knowledge.validity.services import start_missing_terms, tell_owners
from krachtwijken.accounts.services.memberships import join_organisation
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.one_by_one import RowsFailedError
from krachtwijken.core.outbox.models import MailMessage
from tests.factories.pages import make_case, make_centre

LAST = date(2030, 6, 15)
MARK = "Niet meer bevestigd"


def ends(case: CasePage, days: int) -> None:
    """From today; below zero it has lapsed."""
    last = timezone.localdate() + timedelta(days=days)
    CaseValidity.objects.filter(page=case).update(valid_until=last, confirmed_on=last - timedelta(days=900))


def owned(client: Client, **fields: Any) -> CasePage:
    """A case of a centre for which `client` writes."""
    centre = make_centre(f"Centrum {CasePage.objects.count()}")
    join_organisation(user=client.user, organisation=centre.organisation, actor=None)
    return make_case(owner_organisation=centre.organisation, **fields)


def confirm(client: Client, case: CasePage) -> None:
    assert client.post(f"/kennis/geldigheid/{case.pk}/").status_code == 302


def is_confirmed_today(case: CasePage) -> bool:
    return CaseValidity.objects.get(page=case).confirmed_on == timezone.localdate()


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "years"), [("onbekend", 3), ("1", 3), ("2", 5), ("3b", 5), ("X", 5)])
def test_term_follows_the_evidence(level: str, years: int) -> None:
    assert valid_until(CasePage(evidence_level=level), date(2026, 3, 1)) == date(2026 + years, 3, 1)


@pytest.mark.django_db
def test_term_from_the_29th_of_february() -> None:
    assert valid_until(CasePage(evidence_level="1"), date(2028, 2, 29)) == date(2031, 2, 28)


@pytest.mark.parametrize(
    ("days", "state"), [(-61, "geldig"), (-60, "bijna"), (0, "bijna"), (1, "verlopen"), (900, "verlopen")]
)
def test_state_by_day(days: int, state: str) -> None:
    assert state_on(LAST + timedelta(days=days), LAST) == ValidityState(state)


@pytest.mark.parametrize(
    ("days", "moment"),
    [(-61, None), (-60, -60), (-15, -60), (-14, -14), (13, -14), (14, 14), (60, 60), (400, 60)],
)
def test_latest_moment_that_came_is_told(days: int, moment: int | None) -> None:
    assert moment_due(LAST + timedelta(days=days), LAST) == moment


def test_term_begins_when_a_case_is_published_and_stays_when_it_is_published_again(site_tree: Any) -> None:
    case = make_case()
    ends(case, 10)
    before = CaseValidity.objects.get(page=case).valid_until
    case.specific.save_revision().publish()
    assert CaseValidity.objects.get(page=case).valid_until == before


def test_cases_of_before_get_their_term_from_their_last_publication(site_tree: Any) -> None:
    case = make_case()
    CaseValidity.objects.all().delete()
    then = timezone.now() - timedelta(days=100)
    CasePage.objects.update(last_published_at=then)
    assert start_missing_terms() == 1
    assert start_missing_terms() == 0
    assert CaseValidity.objects.get(page=case).confirmed_on == timezone.localdate(then)


def test_owner_confirms_with_one_button(site_tree: Any, as_role: Callable[..., Client]) -> None:
    editor = as_role("kenniscentrum")
    case = owned(editor)
    ends(case, -5)
    page = editor.get(case.url).content.decode()
    assert "Dit klopt nog" in page
    assert MARK in page
    confirm(editor, case)
    confirm(editor, case)
    row = CaseValidity.objects.get(page=case)
    assert (row.confirmed_as, is_confirmed_today(case)) == ("eigenaar", True)
    assert AuditEvent.objects.filter(action="knowledge.case_confirmed").count() == 1
    assert MARK not in editor.get(case.url).content.decode()


def test_redactie_confirms_any_case(site_tree: Any, as_role: Callable[..., Client]) -> None:
    case = make_case()
    ends(case, -5)
    confirm(as_role("redactie"), case)
    assert CaseValidity.objects.get(page=case).confirmed_as == "redactie"


@pytest.mark.parametrize("role", ["kenniscentrum", "gemeente", "loket", "expert"])
def test_somebody_else_confirms_nothing(site_tree: Any, as_role: Callable[..., Client], role: str) -> None:
    case = owned(as_role("kenniscentrum"))
    ends(case, -5)
    stranger = as_role(role)
    assert "Dit klopt nog" not in stranger.get(case.url).content.decode()
    confirm(stranger, case)
    assert not is_confirmed_today(case)
    assert case.title not in stranger.get("/mijn/geldigheid/").content.decode()


def test_visitor_confirms_nothing(site_tree: Any, client: Client) -> None:
    case = make_case()
    ends(case, -5)
    assert "/accounts/login/" in client.post(f"/kennis/geldigheid/{case.pk}/").headers["Location"]
    assert not is_confirmed_today(case)


def test_hidden_case_is_not_there_to_confirm(site_tree: Any, as_role: Callable[..., Client]) -> None:
    case = make_case()
    case.specific.unpublish()
    assert as_role("redactie").post(f"/kennis/geldigheid/{case.pk}/").status_code == 404


def test_owner_hears_once_of_each_moment(site_tree: Any, as_role: Callable[..., Client]) -> None:
    editor = as_role("kenniscentrum", email="eigenaar@example.org")
    case = owned(editor)
    for days, mails in ((61, 0), (60, 1), (59, 1), (14, 2), (-13, 2), (-14, 3), (-60, 4), (-300, 4)):
        last = timezone.localdate() + timedelta(days=days)
        # The same last day, seen later: the clock moves, not the term.
        with_clock(case, last)
        look_at_validity()
        look_at_validity()
        found = MailMessage.objects.filter(key__startswith="knowledge.validity")
        assert found.count() == mails, days
    assert {message.to for message in found} == {"eigenaar@example.org"}


def with_clock(case: CasePage, last: date) -> None:
    """The key names the last day, so earlier mails are renamed as if it had been this one."""
    old = CaseValidity.objects.get(page=case).valid_until
    ends(case, (last - timezone.localdate()).days)
    for message in MailMessage.objects.filter(key__startswith=f"knowledge.validity:{case.pk}:{old}:"):
        MailMessage.objects.filter(pk=message.pk).update(key=message.key.replace(str(old), str(last)))


def test_owners_are_the_writers_of_the_owner_else_whose_page_it_is(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    editor, writer = as_role("kenniscentrum"), as_role("gemeente")
    case = owned(editor)
    assert owners_of(case) == [editor.user]
    own = make_case(owner=writer.user)
    assert owners_of(own) == [writer.user]
    writer.user.is_active = False
    writer.user.save()
    assert owners_of(own) == []
    ends(own, -20)
    assert tell_owners() == 0


def test_draft_case_is_asked_after_by_nobody(site_tree: Any, as_role: Callable[..., Client]) -> None:
    case = owned(as_role("kenniscentrum"))
    ends(case, -20)
    assert tell_owners() == 1
    case.specific.unpublish()
    assert tell_owners() == 0


def test_lapsed_case_stands_lower_is_marked_and_stays(site_tree: Any, client: Client) -> None:
    lapsed = make_case(title="Oude aanpak", period_from=2024, problems=("WO01",))
    make_case(title="Verse aanpak", period_from=2010, problems=("WO01",))
    page = client.get("/kennis/").content.decode()
    assert page.index("Oude aanpak") < page.index("Verse aanpak")
    ends(lapsed, -1)
    for address in ("/kennis/", "/kennis/problemen/WO01/"):
        page = client.get(address).content.decode().split("<main")[1]
        assert page.index("Verse aanpak") < page.index("Oude aanpak")
    assert MARK in client.get("/kennis/").content.decode()


def test_redactie_sees_what_lapsed_what_ends_and_what_has_no_owner(
    site_tree: Any, as_role: Callable[..., Client], client: Client
) -> None:
    editor = as_role("kenniscentrum")
    lapsed, soon, far = (owned(editor, title=f"Titel {name}") for name in ("verlopen", "bijna", "ver"))
    lone = make_case(title="Titel niemand")
    for case, days in ((lapsed, -1), (soon, 30), (far, 400), (lone, 400)):
        ends(case, days)
    text = as_role("redactie").get("/mijn/geldigheid/").content.decode()
    parts = [part.split("</section>")[0] for part in text.split('id="deel-')[1:]]
    assert ["Titel verlopen" in part for part in parts] == [True, False, False]
    assert ["Titel bijna" in part for part in parts] == [False, True, False]
    assert ["Titel niemand" in part for part in parts] == [False, False, True]
    assert "Titel ver<" not in text
    own = editor.get("/mijn/geldigheid/").content.decode()
    assert "Titel ver<" in own
    assert "Titel niemand" not in own
    assert "/accounts/login/" in client.get("/mijn/geldigheid/").headers["Location"]


def test_report_asks_as_often_for_one_case_as_for_three(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    editor = as_role("redactie")
    ends(make_case(), -1)
    editor.get("/mijn/geldigheid/")
    with CaptureQueriesContext(connection) as few:
        editor.get("/mijn/geldigheid/")
    for _ in range(2):
        ends(make_case(), -1)
    with CaptureQueriesContext(connection) as more:
        editor.get("/mijn/geldigheid/")
    assert len(few) == len(more)


def test_hidden_case_of_an_owner_keeps_its_title_to_those_who_own_it(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    editor = as_role("kenniscentrum")
    case = owned(editor, title="Kanarie")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert "Kanarie" in editor.get("/mijn/geldigheid/").content.decode()
    assert "Kanarie" not in as_role("gemeente").get("/mijn/geldigheid/").content.decode()


def test_owner_of_what_lapsed_long_ago_is_not_asked_again_and_again(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    """That a mail was sent is remembered for 90 days: then the same moment would be told once more."""
    case = owned(as_role("kenniscentrum"))
    for days, asked in ((-60, 1), (-89, 1), (-91, 0), (-400, 0)):
        ends(case, days)
        MailMessage.objects.all().delete()
        assert tell_owners() == asked
        assert MailMessage.objects.count() == asked


def test_case_that_fails_leaves_the_others(site_tree: Any, as_role: Callable[..., Client]) -> None:
    first, second = owned(as_role("kenniscentrum")), owned(as_role("kenniscentrum"))
    for case in (first, second):
        ends(case, -20)

    def break_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if f"knowledge.validity:{first.pk}:" in str(params):
            raise OperationalError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(break_first), pytest.raises(RowsFailedError):
        tell_owners()
    assert {mail.key.split(":")[1] for mail in MailMessage.objects.all()} == {str(second.pk)}
    assert tell_owners() == 2
    assert MailMessage.objects.count() == 2
