"""A request that is late: who hears of it, when, and once; and who owns it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.working_days import last_day_of_term
from matching.models import Decision, Escalation, Proposal, SupportRequest
from matching.requests.clock import terms_of
from matching.requests.enums import ClockKind, RequestStatus
from matching.requests.kinds.registry import norm_of
from matching.requests.services.escalating import assign_owner, escalate_late_requests, escalate_request
from matching.requests.services.steps import take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import reopened
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
# A Monday, far from any holiday.
MONDAY = date(2026, 9, 7)


@pytest.fixture
def head() -> User:
    user: User = UserFactory(role="beheer")
    return user


def asked_on(day: date, asker: User | None = None, **changed: Any) -> SupportRequest:
    request = make_request(asker, **changed)
    moment = timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=12)))
    SupportRequest.objects.filter(pk=request.pk).update(created_at=moment)
    return SupportRequest.objects.get(pk=request.pk)


def told(request: SupportRequest) -> list[str]:
    return [f"{row.clock}:{row.step}" for row in Escalation.objects.filter(request=request)]


def receivers(step: str) -> set[str]:
    return set(MailMessage.objects.filter(key__contains=f":{step}:").values_list("to", flat=True))


def test_request_that_nobody_takes_goes_to_the_loket_then_to_its_head(head: User) -> None:
    desk = UserFactory(role="loket")
    request = asked_on(MONDAY)
    for day, wanted in (
        (date(2026, 9, 9), []),
        (date(2026, 9, 10), ["eigenaar:loket"]),
        (date(2026, 9, 12), ["eigenaar:loket"]),
        (date(2026, 9, 13), ["eigenaar:loket"]),
        (date(2026, 9, 14), ["eigenaar:loket", "eigenaar:hoofd"]),
        (date(2026, 10, 14), ["eigenaar:loket", "eigenaar:hoofd"]),
    ):
        escalate_request(pk=request.pk, today=day)
        assert told(request) == wanted, day
    assert receivers("eigenaar:loket") == {desk.email}
    assert receivers("eigenaar:hoofd") == {head.email}


def test_request_without_an_answer_goes_to_owner_deputy_and_head(head: User) -> None:
    owner, deputy = UserFactory(role="loket"), UserFactory(role="loket")
    request = asked_on(MONDAY, kind="kennisvraag")
    take_request(request=request, actor=owner)
    assign_owner(request=request, actor=owner, owner=owner, deputy=deputy)
    due = last_day_of_term(MONDAY, norm_of("kennisvraag").lead)
    for days, wanted in ((0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)):
        escalate_request(pk=request.pk, today=last_day_of_term(due, days))
        assert len(told(request)) == wanted, days
    assert receivers("antwoord:eigenaar") == {owner.email}
    assert receivers("antwoord:vervanger") == {deputy.email}
    assert receivers("antwoord:hoofd") == {head.email}


def test_days_that_nobody_works_do_not_count(head: User) -> None:
    UserFactory(role="loket")
    request = asked_on(date(2026, 12, 23))
    escalate_request(pk=request.pk, today=date(2026, 12, 28))
    assert told(request) == [], "25 December is a holiday, 26 and 27 a weekend"
    escalate_request(pk=request.pk, today=date(2026, 12, 29))
    assert told(request) == ["eigenaar:loket"]


def test_without_deputy_or_head_the_loket_hears_of_it() -> None:
    owner, colleague = UserFactory(role="loket"), UserFactory(role="loket")
    request = asked_on(MONDAY)
    take_request(request=request, actor=owner)
    escalate_request(pk=request.pk, today=date(2027, 9, 1))
    both = {owner.email, colleague.email}
    assert receivers("antwoord:vervanger") == both
    assert receivers("antwoord:hoofd") == both


def test_night_tells_each_step_once_and_stops_with_the_answer(head: User) -> None:
    UserFactory(role="loket")
    request = asked_on(timezone.localdate() - timedelta(days=60))
    in_time = make_request()
    for _ in range(2):
        escalate_late_requests()
    assert (told(request), told(in_time)) == (["eigenaar:loket", "eigenaar:hoofd"], [])
    assert events_of(request).filter(action="matching.escalated").count() == 2
    answered = asked_on(timezone.localdate() - timedelta(days=60))
    SupportRequest.objects.filter(pk=answered.pk).update(status=RequestStatus.VOORGESTELD)
    escalate_late_requests()
    assert told(answered) == []


def opened_again_on(day: date, request: SupportRequest) -> SupportRequest:
    """Answered, which did not help."""
    reopened(request)
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    Decision.objects.filter(request=request).update(at=moment - timedelta(hours=1))
    SupportRequest.objects.filter(pk=request.pk).update(reopened_at=moment)
    return SupportRequest.objects.get(pk=request.pk)


def test_request_whose_answer_did_not_help_has_its_term_again_each_time(head: User) -> None:
    owner = UserFactory(role="loket")
    request = asked_on(MONDAY, kind="kennisvraag")
    take_request(request=request, actor=owner)
    request.refresh_from_db()
    lead = norm_of("kennisvraag").lead
    escalate_request(pk=request.pk, today=last_day_of_term(MONDAY, lead + 9))
    assert len(told(request)) == 3
    for number, begun in enumerate((date(2026, 11, 2), date(2027, 2, 1)), start=1):
        request = opened_again_on(begun, request)
        due = last_day_of_term(begun, lead)
        for days, wanted in ((-lead, 0), (0, 0), (1, 1), (3, 2), (5, 3), (60, 3)):
            for _ in range(2):
                escalate_request(pk=request.pk, today=last_day_of_term(due, days) if days >= 0 else begun)
            assert len(told(request)) == 3 * number + wanted, (begun, days)
    assert Escalation.objects.filter(request=request, term=2, due=due).count() == 3
    heard = MailMessage.objects.filter(key__contains=":antwoord:eigenaar:", to=owner.email)
    assert heard.count() == 3, "of each term a mail"


def test_request_that_was_answered_again_is_not_late(head: User) -> None:
    request = asked_on(MONDAY)
    take_request(request=request, actor=UserFactory(role="loket"))
    request = opened_again_on(MONDAY, SupportRequest.objects.get(pk=request.pk))
    assert [kind for kind, _ in terms_of(request)] == [ClockKind.ANSWER]
    assert request.reopened_at is not None
    proposal = Proposal.objects.create(request=request, token="a", made_by=request.owner)
    assert list(terms_of(request)) == []
    Proposal.objects.filter(pk=proposal.pk).update(sent_at=request.reopened_at - timedelta(minutes=1))
    assert [kind for kind, _ in terms_of(request)] == [ClockKind.ANSWER], "it was there before"


def test_pages_say_what_is_late_in_the_term_that_runs(
    as_role: Callable[..., Client], search_index: Any, head: User
) -> None:
    asker, desk = make_asker(), as_role("loket")
    request = asked_on(MONDAY, asker)
    take_request(request=request, actor=desk.user)
    escalate_request(pk=request.pk, today=date(2027, 1, 4))
    begun = date(2027, 2, 1)
    request = opened_again_on(begun, SupportRequest.objects.get(pk=request.pk))
    client = Client()
    client.force_login(asker)
    pages = ((client, request.get_absolute_url()), (desk, f"/loket/werkvoorraad/{request.reference}/"))
    for reader, address in pages:
        assert "gemeld aan" not in reader.get(address).content.decode(), address
    escalate_request(pk=request.pk, today=date(2027, 3, 2))
    for reader, address in pages:
        assert "gemeld aan de eigenaar" in reader.get(address).content.decode(), address


def test_what_went_on_before_terms_were_kept_gets_one() -> None:
    """The migration: from the moment that it came back, and only where that is sure."""
    begin_terms = import_module("matching.migrations.0312_term_after_reopening").begin_terms
    sure, proposed, never = (asked_on(MONDAY) for _ in range(3))
    for request in (sure, proposed, never):
        take_request(request=request, actor=UserFactory(role="loket"))
        request.refresh_from_db()
    for request in (sure, proposed):
        reopened(request)
    Proposal.objects.create(request=proposed, token="a", made_by=proposed.owner)
    SupportRequest.objects.update(reopened_at=None, times_reopened=0)
    begin_terms(apps, None)
    found = {one.pk: one for one in SupportRequest.objects.all()}
    assert (found[sure.pk].reopened_at, found[sure.pk].times_reopened) == (found[sure.pk].status_since, 1)
    assert [found[one.pk].reopened_at for one in (proposed, never)] == [None, None]


def test_both_sides_see_that_it_is_late(
    as_role: Callable[..., Client], search_index: Any, head: User
) -> None:
    asker, desk = make_asker(), as_role("loket")
    request = asked_on(MONDAY, asker)
    escalate_request(pk=request.pk, today=date(2026, 9, 10))
    page = desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    assert "gemeld aan het hele loket" in page
    client = Client()
    client.force_login(asker)
    assert "Dit duurt te lang." in client.get(request.get_absolute_url()).content.decode()


def test_request_goes_to_a_colleague_with_a_deputy(
    as_role: Callable[..., Client], run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    desk = as_role("loket")
    colleague, deputy = UserFactory(role="loket"), UserFactory(role="loket")
    request = make_request()
    take_request(request=request, actor=desk.user)
    address = f"/loket/werkvoorraad/{request.reference}/eigenaar/"
    assert desk.get(address).status_code == 200
    page = desk.post(address, {"owner": colleague.pk, "deputy": colleague.pk})
    assert "iemand anders dan de eigenaar" in page.content.decode()
    assert desk.post(address, {"owner": UserFactory(role="expert").pk}).status_code == 422
    assert desk.post(address, {"owner": colleague.pk, "deputy": deputy.pk}).status_code == 302
    now = SupportRequest.objects.get(pk=request.pk)
    assert (now.owner, now.deputy) == (colleague, deputy)
    run_outbox()
    heard = {mail.to[0] for mail in mailoutbox if "aan u gegeven" in mail.subject}
    assert heard == {colleague.email, deputy.email}


def test_only_colleagues_own_and_only_what_runs() -> None:
    desk, request = UserFactory(role="loket"), make_request()
    take_request(request=request, actor=desk)
    with pytest.raises(PermissionDenied):
        assign_owner(request=request, actor=make_asker(), owner=desk, deputy=None)
    with pytest.raises(WrongStepError):
        assign_owner(request=request, actor=desk, owner=UserFactory(role="expert"), deputy=None)
    SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    with pytest.raises(WrongStepError):
        assign_owner(request=request, actor=desk, owner=UserFactory(role="loket"), deputy=None)
