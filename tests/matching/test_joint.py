"""Requests that ask the same: found by problem and meaning, linked by a person, and never shown to each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente, ProblemLabel, Wijk
from matching.joint.models import JointQuestion
from matching.joint.selectors import alike_requests, joint_shown
from matching.joint.services import (
    forget_joint_questions,
    link_request,
    note_session,
    remove_link,
    save_title,
)
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PLACES = ("arnhem", "nijmegen", "utrecht")
TITLE = "Jongeren zonder school"


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])
    monkeypatch.setattr(
        "matching.joint.selectors.likeness_of",
        lambda text, others: [0.9 if "school" in other else 0.2 for other in others],
    )


def member_of(place: str) -> User:
    user: User = UserFactory(role="gemeente")
    join_gemeente(user=user, gemeente=Gemeente.objects.get(slug=place), actor=None)
    return user


def asked_in(place: str, problem: str = "Zij gaan niet naar school.", *codes: str) -> SupportRequest:
    request = make_request(
        member_of(place), wijk_id=Wijk.objects.filter(gemeente__slug=place)[0].pk, problem=problem
    )
    labels = ProblemLabel.objects.order_by("code")
    request.problems.set(labels.filter(code__in=codes) if codes else labels[:1])
    return request


@pytest.fixture
def desk() -> User:
    user: User = UserFactory(role="loket")
    return user


def test_requests_about_the_same_problem_are_found_nearest_first(desk: User) -> None:
    first, far = asked_in("arnhem"), asked_in("nijmegen", "Iets anders.")
    near, ended = asked_in("utrecht"), asked_in("utrecht")
    SupportRequest.objects.filter(pk=ended.pk).update(status=RequestStatus.AFGEROND)
    last = ProblemLabel.objects.order_by("-code")[0].code
    asked_in("utrecht", "Zij gaan niet naar school.", last)
    assert [one.request for one in alike_requests(first, viewer=desk)] == [near, far]
    link_request(request=first, other=near, actor=desk, title=TITLE)
    assert [one.request for one in alike_requests(first, viewer=desk)] == [far]
    assert alike_requests(first, viewer=first.created_by) == []


def test_linked_gemeenten_read_how_many_and_the_note_and_never_who(
    desk: User, search_index: Any, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    first, second, secret = (asked_in(place) for place in PLACES)
    for other in (second, secret):
        joint = link_request(request=first, other=other, actor=desk, title=TITLE)
    SupportRequest.objects.filter(pk=secret.pk).update(
        confidential_until=timezone.localdate() + timedelta(days=9)
    )
    shown = joint_shown(first)
    assert shown is not None
    assert shown.gemeenten == 1, "what is confidential is not counted"
    note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=timezone.localdate())
    assert first.created_by is not None
    client = Client()
    client.force_login(first.created_by)
    page = client.get(first.get_absolute_url()).content.decode()
    for told in (TITLE, "Nog 1 gemeente vraagt hetzelfde", "Donderdag om tien uur."):
        assert told in page
    for hidden in ("Nijmegen", "Utrecht", second.reference, secret.reference):
        assert hidden not in page
    assert client.get(second.get_absolute_url()).status_code == 404
    run_outbox()
    heard = [mail.to[0] for mail in mailoutbox if "andere gemeenten vragen hetzelfde" in mail.subject]
    assert len(set(heard)) == 3
    before = len(mailoutbox)
    note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=timezone.localdate())
    run_outbox()
    assert len(mailoutbox) == before, "the same once more tells nobody"


def test_linking_is_repeatable_and_refuses_what_makes_no_sense(desk: User) -> None:
    one, two, three, four = (asked_in("arnhem") for _ in range(4))
    joint = link_request(request=one, other=two, actor=desk, title=TITLE)
    assert link_request(request=two, other=one, actor=desk, title="Anders") == joint
    assert joint.members.count() == 2
    link_request(request=three, other=four, actor=desk, title=TITLE)
    with pytest.raises(WrongStepError, match="andere gezamenlijke vraag"):
        link_request(request=one, other=three, actor=desk, title=TITLE)
    with pytest.raises(WrongStepError, match="hetzelfde verzoek"):
        link_request(request=one, other=one, actor=desk, title=TITLE)
    for act in (
        lambda: link_request(request=one, other=two, actor=one.created_by, title=TITLE),
        lambda: remove_link(request=one, actor=one.created_by),
        lambda: note_session(joint=joint, actor=one.created_by, note="x", session_on=None),
    ):
        with pytest.raises(PermissionDenied):
            act()
    remove_link(request=one, actor=desk)
    remove_link(request=one, actor=desk)
    assert JointQuestion.objects.count() == 1, "what is left alone is none"


def test_loket_links_and_writes_on_its_page(as_role: Callable[..., Client], search_index: Any) -> None:
    desk = as_role("loket")
    one, two = asked_in("arnhem"), asked_in("nijmegen")
    address = f"/loket/werkvoorraad/{one.reference}/verband/"
    assert two.reference in desk.get(address).content.decode()
    page = desk.post(address, {"doe": "koppel", "title": TITLE, "other": "KW-0000-0000"})
    assert page.status_code == 422
    assert "Dit kenmerk kennen wij niet." in page.content.decode()
    sent = {"doe": "koppel", "title": TITLE, "other": two.reference.lower()}
    assert desk.post(address, sent).status_code == 302
    assert "Gezamenlijke vraag" in desk.get(f"/loket/werkvoorraad/{two.reference}/").content.decode()
    assert desk.post(address, {"doe": "sessie", "note": ""}).status_code == 422
    assert desk.post(address, {"doe": "sessie", "note": "Donderdag.", "session_on": ""}).status_code == 302
    assert JointQuestion.objects.get().note == "Donderdag."
    assert desk.post(f"{address}los/").status_code == 302
    assert not JointQuestion.objects.exists()


def test_what_the_gemeenten_read_names_no_gemeente_and_no_wijk(
    as_role: Callable[..., Client], search_index: Any
) -> None:
    desk = as_role("loket")
    one, two, three = (asked_in(place) for place in PLACES)
    address = f"/loket/werkvoorraad/{one.reference}/verband/"
    for title in ("Jongeren in Arnhem", "De arnhemse jongeren", "Rust in presikhaaf", "Rust in Immerloo"):
        page = desk.post(address, {"doe": "koppel", "title": title, "other": two.reference})
        assert page.status_code == 422, title
        assert "Noem geen gemeente of wijk. Haal weg: “" in page.content.decode()
    assert not JointQuestion.objects.exists()
    assert desk.post(address, {"doe": "koppel", "title": TITLE, "other": two.reference}).status_code == 302
    page = desk.post(address, {"doe": "titel", "title": "Net als in Utrecht"})
    assert page.status_code == 422
    assert "Haal weg: “Utrecht”." in page.content.decode()
    assert desk.post(address, {"doe": "titel", "title": "Rust op straat"}).status_code == 302
    assert JointQuestion.objects.get().title == "Rust op straat"
    assert desk.post(address, {"doe": "sessie", "note": "Met Nijmegen erbij."}).status_code == 422
    assert 'value="titel"' in desk.get(address).content.decode()
    assert "title" not in desk.get(address).context["link_form"].fields
    assert desk.post(address, {"doe": "koppel", "other": three.reference}).status_code == 302
    assert JointQuestion.objects.get().members.count() == 3


def test_title_typed_for_a_question_that_has_one_is_not_dropped_in_silence(
    as_role: Callable[..., Client], search_index: Any
) -> None:
    desk = as_role("loket")
    one, two, three = (asked_in(place) for place in PLACES)
    link_request(request=one, other=two, actor=desk.user, title=TITLE)
    address = f"/loket/werkvoorraad/{three.reference}/verband/"
    page = desk.post(address, {"doe": "koppel", "title": "Anders", "other": one.reference}, follow=True)
    assert f"had al een titel, en die blijft: {TITLE}" in page.content.decode()
    with pytest.raises(PermissionDenied):
        save_title(joint=JointQuestion.objects.get(), actor=one.created_by, title="x")


def test_words_go_when_all_of_them_ended_long_ago(desk: User) -> None:
    one, two = asked_in("arnhem"), asked_in("nijmegen")
    joint = link_request(request=one, other=two, actor=desk, title=TITLE)
    long_ago, later = (timezone.now() - timedelta(days=5 * 365 + days) for days in (1, -1))
    SupportRequest.objects.filter(pk=one.pk).update(status=RequestStatus.AFGEROND, status_since=long_ago)
    for status, since in ((RequestStatus.AFGEROND, later), (RequestStatus.IN_UITVOERING, long_ago)):
        SupportRequest.objects.filter(pk=two.pk).update(status=status, status_since=since)
        assert forget_joint_questions() == 0
    SupportRequest.objects.filter(pk=two.pk).update(status=RequestStatus.AFGEROND)
    assert (forget_joint_questions(), forget_joint_questions()) == (1, 0)
    joint.refresh_from_db()
    assert joint.made_by is None
