"""The work list: what it is narrowed to, what is late, and taking several at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from krachtwijken.core.working_days import last_day_of_term
from matching.models import Decision, Proposal, SupportRequest
from matching.requests.clock import terms_of
from matching.requests.enums import ClockKind, RequestStatus
from matching.requests.kinds.registry import norm_of
from matching.requests.services.bulk import take_requests
from matching.requests.services.steps import take_request
from matching.requests.work import WorkFilters, median_lead_times, work_for
from matching.requests.workflow import WrongStepError
from matching.steering.figures import load_by_owner
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import reopened
from tests.factories.requests import KIND, make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
LIST = "/loket/werkvoorraad/"
LONG_AGO = timedelta(days=120)


def make_old(**changed: Any) -> SupportRequest:
    request = make_request(**changed)
    SupportRequest.objects.filter(pk=request.pk).update(created_at=timezone.now() - LONG_AGO)
    request.refresh_from_db()
    return request


def shown(client: Client, **query: str) -> list[str]:
    return [row.request.reference for row in client.get(LIST, query).context["rows"]]


def test_own_requests_come_first_then_the_most_urgent(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    can_wait = make_request(urgency="kan_wachten")
    urgent, mine = make_request(urgency="doorbraak_nodig"), make_request(urgency="kan_wachten")
    take_request(request=mine, actor=desk.user)
    assert shown(desk) == [mine.reference, urgent.reference, can_wait.reference]


def test_button_to_take_is_there_when_a_row_can_be_ticked(as_role: Callable[..., Client]) -> None:
    desk, button = as_role("loket"), "Neem over wat is aangekruist"
    mine = make_request()
    assert button in desk.get(LIST).content.decode()
    take_request(request=mine, actor=desk.user)
    assert button not in desk.get(LIST).content.decode()


def test_second_tab_of_the_owner_says_who_the_owner_is(as_role: Callable[..., Client]) -> None:
    user, request = UserFactory(role="loket"), make_request()
    take_request(request=request, actor=user)
    with pytest.raises(WrongStepError, match="U bent al eigenaar"):
        take_request(request=request, actor=user)
    with pytest.raises(WrongStepError, match="Iemand anders is al eigenaar"):
        take_request(request=request, actor=UserFactory(role="loket"))


def test_each_filter_narrows(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    one, other = make_request(kind="topdog", urgency="kan_wachten"), make_request(kind="studiebezoek")
    unknown = make_request(kind="weet_niet")
    SupportRequest.objects.filter(pk=one.pk).update(themes=["wonen"])
    take_request(request=other, actor=desk.user)
    for query, wanted in (
        ({"soort": "topdog"}, {one}),
        ({"soort": "geen"}, {unknown}),
        ({"haast": "kan_wachten"}, {one}),
        ({"thema": "wonen"}, {one}),
        ({"eigenaar": "mij"}, {other}),
        ({"eigenaar": "niemand"}, {one, unknown}),
        ({"wacht": "gemeente"}, set()),
        ({"gemeente": "arnhem", "wacht": "loket"}, {one, other, unknown}),
        ({"stand": "in_behandeling"}, {other}),
        ({"stand": "x", "soort": "<b>", "gemeente": "nergens"}, {one, other, unknown}),
    ):
        assert set(shown(desk, **query)) == {request.reference for request in wanted}, query


def test_filters_are_behind_one_button_that_says_how_many_are_chosen(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    for query, badge in (({}, ""), ({"soort": "topdog", "stand": "alles"}, "2 gekozen")):
        page = desk.get(LIST, query).content.decode()
        bar = page.partition('<details class="kw-filters kw-filters--bar">')[2].partition("</details>")[0]
        assert bar.count("<select") == 7
        summary = bar.partition("</summary>")[0]
        assert ("gekozen" in summary, badge in summary) == (bool(badge), True)


def test_address_keeps_what_was_chosen_on_every_page_and_after_taking(
    as_role: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.requests.views.work_list.PER_PAGE", 1)
    desk, asker = as_role("loket"), make_asker()
    requests = [make_request(asker, kind="topdog") for _ in range(2)]
    page = desk.get(LIST, {"soort": "topdog", "haast": "dit_kwartaal"}).content.decode()
    assert "soort=topdog&amp;haast=dit_kwartaal&amp;page=2" in page
    answer = desk.post(f"{LIST}overnemen/?soort=topdog&page=2", {"verzoek": requests[0].reference})
    assert answer.headers["Location"] == f"{LIST}?soort=topdog&page=2"


def test_late_is_what_is_past_the_norm_of_its_kind(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    old, young = make_old(), make_request()
    answered = make_old()
    SupportRequest.objects.filter(pk=answered.pk).update(status=RequestStatus.VOORGESTELD)
    assert shown(desk, stand="te-laat") == [old.reference]
    page = desk.get(LIST).content.decode()
    assert page.count("Te laat: ") == 1
    assert "Uiterlijk " in page
    assert {row.request: row.waits_for for row in desk.get(LIST).context["rows"]} == {
        old: "Het loket", young: "Het loket", answered: "De gemeente",
    }  # fmt: skip


def test_what_was_proposed_and_taken_back_is_not_late_again(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    late, told = make_old(), make_old()
    for request in (late, told):
        take_request(request=request, actor=desk.user)
    Proposal.objects.create(request=told, token="a", made_by=desk.user)
    assert shown(desk, stand="te-laat") == [late.reference]
    late, told = (SupportRequest.objects.get(pk=each.pk) for each in (late, told))
    assert [kind for kind, _ in terms_of(late)] == [ClockKind.ANSWER]
    assert list(terms_of(told)) == []


def test_what_its_answer_did_not_help_is_late_after_a_new_term(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    just, long_since, told = make_old(), make_old(), make_old()
    for request in (just, long_since, told):
        take_request(request=request, actor=desk.user)
        request.refresh_from_db()
        reopened(request)
    before = timezone.now() - LONG_AGO / 2
    SupportRequest.objects.exclude(pk=just.pk).update(reopened_at=before)
    Decision.objects.update(at=before - timedelta(days=1))
    Proposal.objects.create(request=told, token="a", made_by=desk.user)
    assert shown(desk, stand="te-laat") == [long_since.reference]
    rows = {row.request: row for row in desk.get(LIST).context["rows"]}
    norm = norm_of(just.kind).lead
    assert {request.pk: (row.due, row.late > 0) for request, row in rows.items()} == {
        just.pk: (last_day_of_term(timezone.localdate(), norm), False),
        long_since.pk: (last_day_of_term(timezone.localdate(before), norm), True),
        told.pk: (None, False),
    }
    assert {load.late for load in load_by_owner(today=timezone.localdate())} == {1}


def test_kind_with_a_longer_norm_is_late_later(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket").user
    quick, slow = make_request(kind="kennisvraag"), make_request(kind="koppeling")
    for request in (quick, slow):
        take_request(request=request, actor=desk)
        SupportRequest.objects.filter(pk=request.pk).update(created_at=timezone.now() - timedelta(days=30))
    assert list(work_for(desk, WorkFilters(status="te-laat"))) == [quick]


def test_several_are_taken_at_once_and_those_of_a_colleague_are_not(as_role: Callable[..., Client]) -> None:
    desk, colleague = as_role("loket"), UserFactory(role="loket")
    free, taken = [make_request(), make_request()], make_request()
    take_request(request=taken, actor=colleague)
    chosen = [request.reference for request in (*free, taken)]
    page = desk.post(
        f"{LIST}overnemen/", {"verzoek": [*chosen, "KW-0000-0000"]}, follow=True
    ).content.decode()
    assert "U bent nu eigenaar van 2 verzoeken." in page
    assert "Bij 1 lukte het niet" in page
    owners = [SupportRequest.objects.get(reference=reference).owner for reference in chosen]
    assert owners == [desk.user, desk.user, colleague]
    assert take_requests(references=chosen, actor=desk.user) == (0, 3)


def test_nothing_ticked_says_what_to_do(as_role: Callable[..., Client]) -> None:
    assert "Kruis eerst aan" in as_role("loket").post(f"{LIST}overnemen/", follow=True).content.decode()


def test_who_is_not_of_the_loket_takes_nothing() -> None:
    request = make_request()
    with pytest.raises(PermissionDenied):
        take_requests(references=[request.reference], actor=make_asker())


def test_list_asks_as_often_for_three_rows_as_for_one(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_request()
        desk.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def answer_after(days: int, **changed: Any) -> SupportRequest:
    """A request of long ago that got its first decision so many calendar days later."""
    request = make_old(**changed)
    for later in (days, days + 40):
        decision = Decision.objects.create(request=request, to=RequestStatus.BEANTWOORD, reason="Zo.")
        Decision.objects.filter(pk=decision.pk).update(at=request.created_at + timedelta(days=later))
    return request


def test_median_is_told_from_five_cases_on(client: Client) -> None:
    for days in (5, 7, 28, 29):
        answer_after(days)
    assert median_lead_times() == {}
    answer_after(14)
    found = median_lead_times()[KIND]
    assert found.cases == 5
    assert 8 <= found.median <= 10
    assert "In het echt: de helft van de 5 verzoeken" in client.get("/loket/").content.decode()


def test_confidential_request_is_not_in_the_median() -> None:
    requests = [answer_after(days) for days in (5, 7, 14, 28, 29)]
    until = timezone.localdate()
    SupportRequest.objects.filter(pk=requests[0].pk).update(confidential_until=until)
    assert median_lead_times() == {}
    SupportRequest.objects.filter(pk=requests[0].pk).update(confidential_until=until - timedelta(days=1))
    assert median_lead_times()[KIND].cases == 5
