"""What the loket steers by, and the sheet behind it."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from krachtwijken.core.models import Gemeente
from matching.engagements.enums import Reply
from matching.engagements.services.answering import record_answer
from matching.models import Decision, SupportRequest
from matching.proposals.models import Proposal
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.services.steps import decide_request
from matching.requests.work import median_lead_times
from matching.steering.figures import (
    count_inflow,
    count_refusal_reasons,
    count_refusals,
    count_states,
    load_by_owner,
    nearest_rank,
    read_moments,
    times_by_kind,
)
from matching.steering.periods import month_before, months_until, period_of
from tests.factories.dossiers import make_closed, reopened, taken_by
from tests.factories.engagements import expert_of, make_invitation
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2026, 3, 31)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Europe/Amsterdam"))


def inflow_of(today: date) -> list[tuple[date, int]]:
    period = period_of("jaar", today=today)
    return count_inflow(read_moments(period), period, today=today)


def make_answered(begin: datetime, answer: datetime, kind: str = "topdog") -> SupportRequest:
    request = make_request(make_asker())
    SupportRequest.objects.filter(pk=request.pk).update(created_at=begin, kind=kind)
    decision = Decision.objects.create(request=request, to=RequestStatus.BEANTWOORD, reason="Zo.")
    Decision.objects.filter(pk=decision.pk).update(at=answer)
    return request


def refuse(request: SupportRequest, reason: str, why: RefusalReason = RefusalReason.ELSEWHERE) -> None:
    decide_request(
        request=request, actor=taken_by(request), to=RequestStatus.AFGEWEZEN, reason=reason,
        alternative="Vraag het de provincie.", advice=[], refusal=why,
    )  # fmt: skip


def test_periods_are_whole_months_over_the_turn_of_the_year() -> None:
    assert month_before(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert period_of("kwartaal", today=date(2026, 1, 31)).first == date(2025, 11, 1)
    assert period_of("alles", today=TODAY).begin is None
    assert len(list(months_until(date(1990, 1, 1), TODAY))) == 24


def test_inflow_counts_in_the_day_of_amsterdam() -> None:
    request = make_request()
    # Half past eleven in the evening in UTC, past the change of clocks: the next month here.
    SupportRequest.objects.filter(pk=request.pk).update(created_at="2026-03-31T22:30:00Z")
    months = dict(inflow_of(date(2026, 4, 2)))
    assert (months[date(2026, 3, 1)], months[date(2026, 4, 1)]) == (0, 1)


@pytest.mark.parametrize(
    ("numbers", "percent", "value"),
    [([1], 50, 1), ([1], 90, 1), ([1, 2, 3, 4], 50, 2), ([1, 2, 3, 4], 90, 4), (list(range(1, 11)), 90, 9)],
)
def test_nearest_rank(numbers: list[int], percent: int, value: int) -> None:
    assert nearest_rank(numbers, percent) == value


def test_lead_times_are_working_days_and_name_what_came_after_the_norm() -> None:
    # Over Easter 2026: Good Friday 3 April and Monday 6 April are no working days.
    make_answered(at(2026, 4, 2, 10), at(2026, 4, 7, 10))
    make_answered(at(2026, 4, 2, 10), at(2026, 6, 1, 10))
    (times,) = times_by_kind(read_moments(period_of("alles", today=TODAY)))
    assert (times.norm, times.cases, times.median, times.late) == (15, 2, 1, 1)
    assert times.p90 > times.norm


def test_proposal_is_an_answer_too_and_the_first_counts() -> None:
    request = make_request()
    SupportRequest.objects.update(created_at=at(2026, 3, 2, 10))
    proposal = Proposal.objects.create(request=request, engine="x", token="een")
    Proposal.objects.filter(pk=proposal.pk).update(sent_at=at(2026, 3, 4, 10))
    assert [one.median for one in times_by_kind(read_moments(period_of("alles", today=TODAY)))] == [2]
    decision = Decision.objects.create(request=request, to=RequestStatus.BEANTWOORD, reason="Zo.")
    Decision.objects.filter(pk=decision.pk).update(at=at(2026, 3, 9, 10))
    assert [one.median for one in times_by_kind(read_moments(period_of("alles", today=TODAY)))] == [2]


def test_lead_time_of_what_went_on_is_that_of_its_first_answer() -> None:
    request = make_request()
    taken_by(request)
    request.refresh_from_db()
    reopened(request)
    SupportRequest.objects.update(created_at=at(2026, 3, 2, 10), reopened_at=at(2026, 3, 20, 10))
    Decision.objects.update(at=at(2026, 3, 4, 10))
    Proposal.objects.create(request=request, engine="x", token="een")
    assert [one.median for one in times_by_kind(read_moments(period_of("alles", today=TODAY)))] == [2]


def test_public_median_waits_for_five() -> None:
    for number in range(5):
        assert "topdog" not in median_lead_times(), number
        make_answered(at(2026, 3, 2, 10), at(2026, 3, 4, 10))
    assert median_lead_times()["topdog"].median == 2


def test_load_counts_open_and_late_and_who_has_none() -> None:
    request = make_request()
    desk = taken_by(request)
    make_request()
    SupportRequest.objects.update(created_at=timezone.now() - timedelta(days=300))
    loads = {load.name: (load.open, load.late) for load in load_by_owner(today=timezone.localdate())}
    assert loads == {str(desk): (1, 1), "Niemand": (1, 1)}


def test_outcomes_and_refusals_are_counted() -> None:
    make_closed(make_asker())
    refuse(make_request(), "Past niet.")
    invitation = make_invitation()
    record_answer(invitation=invitation, reply=Reply.NO, actor=expert_of(invitation), code="te_ver")
    period = period_of("jaar", today=timezone.localdate())
    states = dict(count_states(period))
    assert (states["Afgerond"], states["Afgewezen"], states["In behandeling"]) == (1, 1, 1)
    assert dict(count_refusals(period))["Het is te ver weg"] == 1


def test_refusals_of_the_loket_are_counted_by_reason_and_older_ones_apart(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    refuse(make_request(), "Past niet.")
    refuse(make_request(), "Al gevraagd.", RefusalReason.DOUBLE)
    refuse(make_request(), "Past ook niet.")
    period = period_of("jaar", today=timezone.localdate())
    counted = dict(count_refusal_reasons(period))
    assert [counted[str(one.label)] for one in RefusalReason] == [0, 2, 0, 0, 0, 1, 0]
    assert len(counted) == len(RefusalReason)
    Decision.objects.filter(reason="Past niet.").update(refusal="")
    assert dict(count_refusal_reasons(period))["Zonder reden uit de lijst"] == 1
    desk = as_role("loket")
    page = desk.get("/loket/cijfers/?periode=alles").content.decode()
    assert "Afgewezen verzoeken per reden" in page
    assert "Dit verzoek was er al" in page
    sheet = desk.get("/loket/cijfers/verzoeken.csv?periode=alles").content.decode("utf-8")
    reasons = [row[-1] for row in csv.reader(StringIO(sheet[1:]), delimiter=";")]
    assert reasons == ["waarom afgewezen", "", "Dit verzoek was er al", "Een ander kan hier beter bij helpen"]


def test_gemeente_reads_why_it_was_refused_and_of_an_answer_no_such_line(site_tree: Any) -> None:
    asker = make_asker()
    request, answered = make_request(asker), make_request(asker)
    refuse(request, "Past niet.", RefusalReason.SELF)
    decide_request(
        request=answered, actor=taken_by(answered), to=RequestStatus.BEANTWOORD, reason="Zo.", alternative="",
        advice=[], refusal=RefusalReason.SELF,
    )  # fmt: skip
    client = Client()
    client.force_login(asker)
    assert "De gemeente kan dit zelf." in client.get(request.get_absolute_url()).content.decode()
    assert "De gemeente kan dit zelf." not in client.get(answered.get_absolute_url()).content.decode()


def test_page_asks_the_same_for_one_and_for_four(site_tree: Any, as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/loket/cijfers/").status_code == 200
        return len(queries)

    make_closed(make_asker())
    refuse(make_request(), "Past niet.")
    asked()
    first = asked()
    for _ in range(3):
        make_closed(make_asker())
        refuse(make_request(), "Past ook niet.")
    assert asked() == first


def test_page_is_there_when_nothing_is(site_tree: Any, as_role: Callable[..., Client]) -> None:
    page = as_role("beheer").get("/loket/cijfers/?periode=onzin")
    assert page.status_code == 200
    assert "nog niets beantwoord" in page.content.decode()


EVIL = '=HYPERLINK("http://x")'


def test_csv_is_safe_and_its_times_are_those_of_amsterdam(as_role: Callable[..., Client]) -> None:
    make_request()
    SupportRequest.objects.update(created_at="2026-07-01T22:30:00Z")
    Gemeente.objects.filter(slug="arnhem").update(name=EVIL)
    response = as_role("loket").get("/loket/cijfers/verzoeken.csv?periode=alles")
    assert "attachment" in response.headers["Content-Disposition"]
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text[1:]), delimiter=";"))
    assert rows[1][1] == f"'{EVIL}"
    assert rows[1][7] == "2026-07-02 00:30:00"
    assert all(len(row) == len(rows[0]) for row in rows)


def test_sheet_keeps_text_as_text_and_times_as_times(as_role: Callable[..., Client]) -> None:
    make_request()
    SupportRequest.objects.update(created_at="2026-01-01T22:30:00Z")
    Gemeente.objects.filter(slug="arnhem").update(name=EVIL)
    response = as_role("loket").get("/loket/cijfers/verzoeken.xlsx?periode=alles")
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == (EVIL, "s")
    assert str(sheet["H2"].value) == "2026-01-01 23:30:00"
    assert sheet["H2"].is_date
    assert as_role("loket").get("/loket/cijfers/verzoeken.pdf").status_code == 404


def test_export_holds_no_person_and_no_words(as_role: Callable[..., Client]) -> None:
    request = make_request(
        make_asker(name="Asker Zilvermeeuw"), problem="Probleem roerdomp.", contact_name="J. Kwartel"
    )
    taken_by(request)
    text = as_role("loket").get("/loket/cijfers/verzoeken.csv").content.decode()
    assert not [
        word
        for word in ("Zilvermeeuw", "roerdomp", "Kwartel", request.owner or "loket-")
        if str(word) in text
    ]
    assert request.reference in text
