"""What the loket forgets: drafts, whom to call, and in the end the texts."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from krachtwijken.core import retention
from krachtwijken.core.audit import events_of
from matching.models import KindChange, RequestContact, RequestDraft, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.selectors import contacts_of
from matching.requests.services.forgetting import REMOVED
from matching.requests.services.steps import decide_request, take_request
from tests.factories.accounts import UserFactory
from tests.factories.requests import PROBLEM, make_asker, make_draft, make_request
from tests.factories.wizard import OTHER_CONTACTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def ended(days: float, **asked: Any) -> SupportRequest:
    request, desk = make_request(**asked), UserFactory(role="loket")
    take_request(request=request, actor=desk)
    decide_request(
        request=request, actor=desk, to=RequestStatus.AFGEWEZEN, reason="Past niet.", alternative="Bel.",
        advice=[],
    )  # fmt: skip
    SupportRequest.objects.filter(pk=request.pk).update(status_since=timezone.now() - timedelta(days=days))
    request.refresh_from_db()
    return request


def test_drafts_go_ninety_days_after_the_last_change() -> None:
    old, young = make_draft(make_asker()), make_draft(make_asker())
    for draft, days in ((old, 90.1), (young, 89.9)):
        moment = timezone.now() - timedelta(days=days)
        RequestDraft.objects.filter(pk=draft.pk).update(changed_at=moment)
    assert retention.RULES["matching.drafts"]() == 1
    assert list(RequestDraft.objects.all()) == [young]


def test_whom_to_call_goes_a_year_after_the_end_and_the_rest_stays() -> None:
    old, young, running = ended(365.1, **OTHER_CONTACTS), ended(364.9, **OTHER_CONTACTS), make_request()
    SupportRequest.objects.filter(pk=running.pk).update(status_since=timezone.now() - timedelta(days=999))
    assert retention.RULES["matching.contacts"]() == 3, "each with a function"
    assert retention.RULES["matching.contacts"]() == 0
    for request in (old, young, running):
        request.refresh_from_db()
    assert sorted(RequestContact.objects.values_list("request", flat=True)) == sorted(
        [young.pk] * 3 + [running.pk]
    )
    assert (contacts_of(old), old.problem) == ([], PROBLEM)


def test_function_that_an_earlier_version_left_with_its_request_goes_as_soon() -> None:
    old, young = ended(365.1), ended(364.9)
    SupportRequest.objects.update(contact="Wijkmanager")
    assert retention.RULES["matching.contacts"]() == 2, "a person and a function"
    assert dict(SupportRequest.objects.values_list("pk", "contact")) == {old.pk: "", young.pk: "Wijkmanager"}


def test_texts_go_five_years_after_the_end_and_the_trail_says_so() -> None:
    old, young = ended(5 * 365 + 1, **OTHER_CONTACTS), ended(5 * 365 - 1)
    SupportRequest.objects.filter(pk=old.pk).update(excluded="Bureau X.")
    KindChange.objects.create(request=old, before="", after="topdog", reason="Past beter.")
    running = make_request()
    SupportRequest.objects.filter(pk=running.pk).update(status_since=timezone.now() - timedelta(days=3000))
    assert retention.RULES["matching.requests"]() == 1
    assert retention.RULES["matching.requests"]() == 0
    old.refresh_from_db()
    decision = old.decisions.get()
    assert (old.problem, old.wanted, old.contact, old.created_by) == (REMOVED, REMOVED, "", None)
    assert (old.own_answers, old.excluded, old.kind_changes.get().reason) == ({}, "", REMOVED)
    assert not RequestContact.objects.filter(request=old).exists()
    assert young.own_answers
    assert (decision.reason, decision.alternative) == (REMOVED, "")
    assert old.reference
    assert [event.action for event in events_of(old)][-1] == "matching.forgotten"
    for kept in (young, running):
        kept.refresh_from_db()
        assert kept.problem == PROBLEM


def test_term_counts_from_the_end_not_from_the_beginning() -> None:
    request = make_request()
    SupportRequest.objects.filter(pk=request.pk).update(created_at=timezone.now() - timedelta(days=3000))
    desk = UserFactory(role="loket")
    take_request(request=request, actor=desk)
    decide_request(
        request=request, actor=desk, to=RequestStatus.AFGEWEZEN, reason="r", alternative="a", advice=[]
    )
    for name in ("matching.contacts", "matching.requests"):
        assert retention.RULES[name]() == 0
