"""Two people, or one person twice, at the same moment at the loket."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.conversation.services.messages import post_message
from matching.models import KnownCount, RequestDraft, RequestFile, SupportRequest
from matching.requests.contacts import answers_with, contacts_in
from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.forms.files import MOST_FILES
from matching.requests.selectors import contacts_of, problems_of
from matching.requests.services.bulk import take_requests
from matching.requests.services.contacts import change_contacts
from matching.requests.services.draft_files import FilesFullError, add_files, remove_file
from matching.requests.services.drafts import AlreadySentError, count_known, keep_answers
from matching.requests.services.kind import change_kind
from matching.requests.services.problems import change_problems
from matching.requests.services.steps import decide_request, take_request, withdraw_request
from matching.requests.services.submit import submit_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.files import sent_file
from tests.factories.requests import make_asker, make_draft, make_request
from tests.factories.wizard import CONTACT, OTHER_CONTACTS
from tests.races import at_once, failures


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


@pytest.fixture
def desk(asker: User) -> list[User]:
    return [UserFactory(role="loket"), UserFactory(role="loket")]


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def decide(request: SupportRequest, actor: User, to: RequestStatus) -> Callable[[], Any]:
    return lambda: decide_request(request=request, actor=actor, to=to, reason="r", alternative="a", advice=[])


def test_last_page_sent_twice_at_once_gives_one_request_and_one_mail(asker: User, rounds: range) -> None:
    UserFactory(role="loket")
    for number in rounds:
        address = f"/loket/aanvraag/controle/?concept={make_draft(asker).token}"
        browsers = [browser_of(asker) for _ in range(2)]
        answers = at_once(*[lambda one=one, address=address: one.post(address) for one in browsers])
        assert [answer.status_code for answer in answers] == [302, 302]
        made = SupportRequest.objects.order_by("pk").last()
        assert made is not None
        assert {answer.headers["Location"].partition("?")[0] for answer in answers} == {
            made.get_absolute_url()
        }
        assert SupportRequest.objects.count() == number + 1
        assert MailMessage.objects.filter(key__startswith=f"loket:{made.reference}:").count() == 2


def test_page_kept_while_the_request_is_sent_leaves_one_request(asker: User, rounds: range) -> None:
    for number in rounds:
        draft = make_draft(asker)
        outcomes = at_once(
            lambda draft=draft: submit_request(draft=draft, actor=asker),
            lambda draft=draft: keep_answers(
                actor=asker, answers={"contact": "Wijkmanager"}, token=draft.token
            ),
        )
        assert all(isinstance(one, AlreadySentError) for one in failures(outcomes))
        draft.refresh_from_db()
        assert draft.submitted is not None
        submit_request(draft=draft, actor=asker)
        assert SupportRequest.objects.count() == number + 1
        RequestDraft.objects.filter(submitted=None).delete()


def test_two_first_pages_at_once_make_one_draft(asker: User, rounds: range) -> None:
    for _ in rounds:
        outcomes = at_once(
            lambda: keep_answers(actor=asker, answers={"kind": "topdog"}),
            lambda: keep_answers(actor=asker, answers={"contact": "Wijkmanager"}),
        )
        assert not failures(outcomes)
        draft = RequestDraft.objects.get()
        assert draft.answers == {"kind": "topdog", "contact": "Wijkmanager"}
        draft.delete()


def test_requests_at_once_get_numbers_of_their_own(asker: User, rounds: range) -> None:
    for number in rounds:
        drafts = [make_draft(asker) for _ in range(3)]
        outcomes = at_once(*[lambda one=one: submit_request(draft=one, actor=asker) for one in drafts])
        assert not failures(outcomes)
        assert len(set(SupportRequest.objects.values_list("reference", flat=True))) == 3 * (number + 1)


def test_two_take_one_request_and_one_of_them_hears_so(asker: User, desk: list[User], rounds: range) -> None:
    for _ in rounds:
        request = make_request(asker)
        outcomes = at_once(
            *[lambda one=one, request=request: take_request(request=request, actor=one) for one in desk]
        )
        (failed,) = failures(outcomes)
        assert isinstance(failed, WrongStepError)
        request.refresh_from_db()
        winner = next(one for one, outcome in zip(desk, outcomes, strict=True) if outcome is not failed)
        assert request.owner == winner
        assert events_of(request).filter(action="matching.status").count() == 1


def test_two_decisions_at_once_leave_one(asker: User, desk: list[User], rounds: range) -> None:
    for _ in rounds:
        request = make_request(asker)
        take_request(request=request, actor=desk[0])
        outcomes = at_once(
            decide(request, desk[0], RequestStatus.BEANTWOORD),
            decide(request, desk[1], RequestStatus.AFGEWEZEN),
        )
        assert len(failures(outcomes)) == 1
        request.refresh_from_db()
        (decision,) = request.decisions.all()
        assert decision.to == request.status


def test_withdrawn_while_it_is_decided_ends_in_one_of_the_two(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = make_request(asker)
        take_request(request=request, actor=desk[0])
        outcomes = at_once(
            decide(request, desk[0], RequestStatus.AFGEWEZEN),
            lambda request=request: withdraw_request(request=request, actor=asker),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        request.refresh_from_db()
        assert request.decisions.exists() == (request.status == RequestStatus.AFGEWEZEN)


def test_two_who_take_the_same_list_share_it(desk: list[User], asker: User, rounds: range) -> None:
    for _ in rounds:
        chosen = [make_request(asker).reference for _ in range(2)]
        outcomes = at_once(
            lambda chosen=chosen: take_requests(references=chosen, actor=desk[0]),
            lambda chosen=chosen: take_requests(references=chosen[::-1], actor=desk[1]),
        )
        assert failures(outcomes) == []
        assert sum(taken for taken, _ in outcomes) == 2
        assert sum(refused for _, refused in outcomes) == 2


def test_two_who_choose_the_kind_leave_one_line_each_or_one(
    desk: list[User], asker: User, rounds: range
) -> None:
    for _ in rounds:
        request = make_request(asker)
        at_once(
            *[
                lambda one=one, request=request: change_kind(
                    request=request, actor=one, kind=RequestKind.TOETS, reason="Past beter."
                )
                for one in desk
            ]
        )
        request.refresh_from_db()
        assert request.kind == RequestKind.TOETS
        assert request.kind_changes.count() == 1
        assert events_of(request).filter(action="matching.kind").count() == 1


def test_two_who_say_what_it_is_about_leave_what_one_of_them_said(
    desk: list[User], asker: User, rounds: range
) -> None:
    choices = (["WO11"], ["LE01", "VE03"])
    for _ in rounds:
        request = make_request(asker)
        at_once(
            *[
                lambda one=one, codes=codes, request=request: change_problems(
                    request=request, actor=one, codes=codes
                )
                for one, codes in zip(desk, choices, strict=True)
            ]
        )
        assert problems_of(request) in choices


def test_known_is_counted_once_of_two_clicks(asker: User, rounds: range) -> None:
    for number in rounds:
        draft = make_draft(asker)
        at_once(*[lambda draft=draft: count_known(draft=draft, actor=asker, enough=True) for _ in range(2)])
        assert KnownCount.objects.get().stopped == number + 1


def test_files_sent_while_the_request_is_sent_go_along_or_are_refused(asker: User, rounds: range) -> None:
    for _ in rounds:
        draft = make_draft(asker)
        outcomes = at_once(
            lambda draft=draft: submit_request(draft=draft, actor=asker),
            lambda draft=draft: add_files(actor=asker, token=draft.token, files=[sent_file()]),
        )
        refused = failures(outcomes)
        assert all(isinstance(one, AlreadySentError) for one in refused)
        assert RequestFile.objects.filter(request__draft=draft).count() == 1 - len(refused)
        assert not RequestFile.objects.filter(draft=draft).exists()


def test_two_windows_send_no_more_files_together_than_one_may(asker: User, rounds: range) -> None:
    for _ in rounds:
        draft = make_draft(asker)
        files = [[sent_file(f"{window} {number}") for number in range(3)] for window in "ab"]
        outcomes = at_once(
            *[
                lambda sent=sent, draft=draft: add_files(actor=asker, token=draft.token, files=sent)
                for sent in files
            ]
        )
        (refused,) = failures(outcomes)
        assert isinstance(refused, FilesFullError)
        assert RequestFile.objects.filter(draft=draft).count() == 3


def test_two_change_the_contacts_at_once_and_one_of_them_hears_so(asker: User, rounds: range) -> None:
    for _ in rounds:
        request = make_request(asker)
        seen = mark_of_values(answers_with(contacts_of(request)))
        people = contacts_in(CONTACT | OTHER_CONTACTS)
        outcomes = at_once(
            *[
                lambda chosen=chosen, request=request, seen=seen: change_contacts(
                    request=request, actor=asker, contacts=chosen, seen=seen
                )
                for chosen in (people[1:], [people[2], people[0]])
            ]
        )
        (failed,) = failures(outcomes)
        assert isinstance(failed, ChangedMeanwhileError)
        assert contacts_of(request) in (people[1:], [people[2], people[0]])
        assert events_of(request).filter(action="matching.contacts").count() == 1


def test_contacts_changed_while_it_is_withdrawn_change_before_or_not_at_all(
    asker: User, rounds: range
) -> None:
    people = contacts_in(CONTACT | OTHER_CONTACTS)
    for _ in rounds:
        request = make_request(asker)
        outcomes = at_once(
            lambda request=request: withdraw_request(request=request, actor=asker),
            lambda request=request: change_contacts(request=request, actor=asker, contacts=people),
        )
        failed = failures(outcomes)
        assert all(isinstance(one, WrongStepError) for one in failed)
        assert contacts_of(request) == (people[:1] if failed else people)
        request.refresh_from_db()
        assert request.status == RequestStatus.INGETROKKEN


def test_same_file_from_two_windows_is_kept_once(asker: User, rounds: range) -> None:
    for _ in rounds:
        draft = make_draft(asker)
        outcomes = at_once(
            *[
                lambda draft=draft: add_files(actor=asker, token=draft.token, files=[sent_file("Het plan.")])
                for _ in range(2)
            ]
        )
        assert not failures(outcomes)
        assert RequestFile.objects.filter(draft=draft).count() == 1


def test_file_taken_away_while_others_come_leaves_no_more_than_one_may(asker: User, rounds: range) -> None:
    for _ in rounds:
        draft = make_draft(asker)
        add_files(actor=asker, token=draft.token, files=[sent_file(f"eerst {one}") for one in range(4)])
        gone = RequestFile.objects.filter(draft=draft)[0].pk
        outcomes = at_once(
            lambda draft=draft, gone=gone: remove_file(actor=asker, token=draft.token, pk=gone),
            lambda draft=draft: add_files(
                actor=asker, token=draft.token, files=[sent_file(f"later {one}") for one in range(2)]
            ),
        )
        refused = failures(outcomes)
        assert all(isinstance(one, FilesFullError) for one in refused)
        assert RequestFile.objects.filter(draft=draft).count() == (3 if refused else MOST_FILES)


def test_message_with_files_sent_twice_at_once_is_one_with_each_file_once(asker: User, rounds: range) -> None:
    for number in rounds:
        request = make_request(asker)
        outcomes = at_once(
            *[
                lambda request=request, number=number: post_message(
                    request=request, actor=asker, text="Zie de bijlage.", token=f"een-{number}",
                    files=[sent_file(f"plan {one}") for one in range(2)],
                )
            ]
            * 2
        )  # fmt: skip
        assert not failures(outcomes)
        assert request.messages.count() == 1
        assert RequestFile.objects.filter(request=request).count() == 2
