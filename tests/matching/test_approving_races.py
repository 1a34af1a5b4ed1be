"""Two at the same moment at a draft case that others read first."""

from typing import Any

import pytest
from django.core.management import call_command

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.services.submit import submit_contribution
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.approving.enums import ApprovalState, Word
from matching.closing.approving.late import tell_passed_term
from matching.closing.approving.links import key_of_case
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import case_helpers_of
from matching.closing.approving.services import say_word, say_word_by_link, write_word_down
from matching.models import Mission
from matching.requests.workflow import WrongStepError
from tests.factories.approving import Waiting, make_waiting
from tests.factories.parts import make_member
from tests.races import at_once, failures

REASON = "Zet erbij wat het kostte."
YES, NO = (Word.AGREED, ""), (Word.CHANGE, REASON)
Answer = tuple[Word, str]


@pytest.fixture(autouse=True)
def review(committed: None, site_tree: Any) -> None:
    call_command("set_up_roles", verbosity=0)


def say(case: Waiting, actor: User | None, answer: Answer, seen: int = 1) -> CaseApproval:
    assert actor is not None
    word, reason = answer
    return say_word(approval=case.approval, actor=actor, word=word, reason=reason, seen=seen)


def test_two_of_one_centre_say_one_word(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting(helped=True)
        colleague = make_member()
        outcomes = at_once(
            lambda case=case: say(case, case.centre, YES),
            lambda case=case, who=colleague: say(case, who, NO),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        word = CaseWord.objects.get(approval=case.approval)
        assert word.agrees is isinstance(outcomes[1], Exception)
        assert case.now.state == ApprovalState.WAITING, "an expert still reads it"


def test_change_and_yes_of_the_last_two_at_once_give_it_back_once(rounds: range) -> None:
    """Whichever comes second sees the other: the case never waits for nobody."""
    for _ in rounds:
        case = make_waiting(helped=True)
        outcomes = at_once(
            lambda case=case: say(case, case.expert, NO),
            lambda case=case: say(case, case.centre, YES),
        )
        assert not failures(outcomes)
        assert (case.now.state, case.draft.state) == (ApprovalState.CHANGE, ContributionState.CONCEPT)
        assert case.draft.reason == REASON
        told = MailMessage.objects.filter(key__contains=f"case-change:{case.approval.pk}:")
        assert told.count() == 1


def test_yes_of_the_loket_pressed_twice_makes_one_page(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting()
        outcomes = at_once(*[lambda case=case: say(case, case.owner, YES) for _ in range(2)])
        assert not failures(outcomes)
        assert case.draft.state == ContributionState.INGEDIEND
        assert events_of(case.draft).filter(action="knowledge.contribution_submitted").count() == 1
        assert CaseWord.objects.filter(approval=case.approval).count() == 1


def test_yes_while_the_loket_gives_it_back_changes_nothing_of_that(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting(helped=True)
        outcomes = at_once(
            lambda case=case: say(case, case.expert, YES),
            lambda case=case: say(case, case.owner, NO),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert not isinstance(outcomes[1], Exception)
        assert (case.now.state, case.draft.state) == (ApprovalState.CHANGE, ContributionState.CONCEPT)
        assert case.draft.reason == REASON


def test_yes_and_no_of_the_loket_at_once_is_one_of_the_two(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting()
        outcomes = at_once(*[lambda one=one, case=case: say(case, case.owner, one) for one in (YES, NO)])
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        went_on = isinstance(outcomes[1], Exception)
        assert case.now.state == (ApprovalState.AGREED if went_on else ApprovalState.CHANGE)
        assert (case.draft.page is not None) is went_on


def test_word_about_a_version_that_is_sent_anew_at_once_is_of_the_one_that_was_read(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting(helped=True)
        say(case, case.owner, NO)
        outcomes = at_once(
            lambda case=case: submit_contribution(contribution=case.draft, actor=case.author),
            lambda case=case: say(case, case.expert, NO),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert (case.now.round, case.now.state) == (2, ApprovalState.WAITING)
        assert not case.approval.words.filter(round=2).exists()


def test_word_by_the_link_and_what_the_loket_writes_down_is_one(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting(by_hand=True)
        (reader,) = case_helpers_of(case.approval.request)
        key, mission = key_of_case(case.approval, reader), Mission.objects.latest("pk").pk
        outcomes = at_once(
            lambda case=case, key=key: say_word_by_link(
                approval=case.approval, key=key, word=Word.CHANGE, reason=REASON, seen=1
            ),
            lambda case=case, mission=mission: write_word_down(
                approval=case.approval, mission=mission, actor=case.owner, word=Word.AGREED, seen=1
            ),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert CaseWord.objects.filter(approval=case.approval).count() == 1


def test_night_of_two_workers_tells_once_that_the_term_passed(rounds: range) -> None:
    for _ in rounds:
        case = make_waiting()
        later = case.approval.until.replace(year=case.approval.until.year + 1)
        outcomes = at_once(
            *[lambda pk=case.approval.pk, later=later: tell_passed_term(pk=pk, today=later)] * 2
        )
        assert not failures(outcomes)
        told = MailMessage.objects.filter(to=case.owner.email, subject__startswith="Beslis over")
        assert told.count() == 1
