"""Two at the same moment at a dossier of a rule or a joint question."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.blocking.models import BlockingRule, RuleReport
from matching.blocking.services import (
    SameRuleError,
    add_report,
    answer_rule,
    remove_report,
    save_rule,
    start_rule,
)
from matching.joint.enums import SessionReply
from matching.joint.models import JointMember, JointQuestion
from matching.joint.replying import reply_to_session
from matching.joint.selectors import session_plan_of
from matching.joint.services import link_request, note_session, remove_link, save_title
from matching.joint.settling import settle_joint
from matching.models import Decision, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request
from tests.races import at_once, failures

TODAY = timezone.localdate()


@pytest.fixture
def desk(committed: None, reference: None) -> list[User]:
    return [UserFactory(role="loket"), UserFactory(role="loket")]


@pytest.fixture
def asker(desk: list[User]) -> User:
    return make_asker()


def report(asker: User) -> SupportRequest:
    return make_request(
        asker, kind="regelgeving_knelpunt", own_regeling="Participatiewet", own_wat_blokkeert="Dit mag niet."
    )


def start(request: SupportRequest, actor: User, name: str = "") -> BlockingRule:
    """Each of a rule of its own."""
    own = name or f"Participatiewet {BlockingRule.objects.count()} {request.reference}"
    return start_rule(request=request, actor=actor, name=own, article="", what="Zoektijd.")


def test_two_who_begin_a_dossier_of_one_report_have_one(asker: User, desk: list[User], rounds: range) -> None:
    for number in rounds:
        request = report(asker)
        outcomes = at_once(*[lambda who=who, request=request: start(request, who) for who in desk])
        assert not failures(outcomes)
        assert BlockingRule.objects.count() == number + 1


def test_two_who_begin_a_dossier_of_one_rule_have_one(asker: User, desk: list[User], rounds: range) -> None:
    """Of two reports: neither waits for the other's request."""
    for number in rounds:
        names = (f"De huisvestingswet {number}", f"huisvestings-wet {number}.")
        requests = [report(asker) for _ in names]
        outcomes = at_once(
            *[
                lambda who=who, name=name, request=request: start(request, who, name)
                for who, name, request in zip(desk, names, requests, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [SameRuleError]
        assert BlockingRule.objects.count() == number + 1
        assert RuleReport.objects.count() == number + 1


def test_two_dossiers_that_get_one_name_at_once_are_not_of_one_rule(
    asker: User, desk: list[User], rounds: range
) -> None:
    for number in rounds:
        rules = [start(report(asker), who) for who in desk]
        outcomes = at_once(
            *[
                lambda rule=rule, who=who, number=number: save_rule(
                    rule=rule, actor=who, changes={"name": f"Woningwet {number}", "article": "9"}
                )
                for rule, who in zip(rules, desk, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [SameRuleError]
        assert BlockingRule.objects.filter(name=f"Woningwet {number}").count() == 1


def test_one_report_put_in_two_dossiers_at_once_is_in_one(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        rules, request = [start(report(asker), who) for who in desk], report(asker)
        outcomes = at_once(
            *[
                lambda rule=rule, who=who, request=request: add_report(rule=rule, request=request, actor=who)
                for rule, who in zip(rules, desk, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert RuleReport.objects.filter(request=request).count() == 1


def test_two_answers_at_once_tell_everybody_one_of_them(asker: User, desk: list[User], rounds: range) -> None:
    for _ in rounds:
        requests = [report(asker) for _ in range(3)]
        rule = start(requests[0], desk[0])
        for request in requests[1:]:
            add_report(rule=rule, request=request, actor=desk[0])
        outcomes = at_once(
            *[
                lambda who=who, text=text, rule=rule: answer_rule(rule=rule, actor=who, text=text)
                for who, text in zip(desk, ("Het mag.", "Het mag niet."), strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        decisions = Decision.objects.filter(request__in=requests)
        rule.refresh_from_db()
        assert list(decisions.values_list("reason", flat=True)) == [rule.answer] * 3


def test_report_that_leaves_or_comes_while_all_are_answered_is_told_once_or_not(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        stays, leaves, comes = (report(asker) for _ in range(3))
        rule = start(stays, desk[0])
        add_report(rule=rule, request=leaves, actor=desk[0])
        outcomes = at_once(
            lambda rule=rule: answer_rule(rule=rule, actor=desk[0], text="Het mag."),
            lambda rule=rule, leaves=leaves: remove_report(rule=rule, request=leaves, actor=desk[1]),
            lambda rule=rule, comes=comes: add_report(rule=rule, request=comes, actor=desk[1]),
        )
        assert not failures(outcomes)
        assert not RuleReport.objects.filter(request=leaves).exists()
        told = RuleReport.objects.get(request=comes).told_at is not None
        assert Decision.objects.filter(request=comes).exists() == told
        assert Decision.objects.filter(request=stays).count() == 1


def test_request_that_is_withdrawn_while_all_are_answered_stays_withdrawn(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        first, second = report(asker), report(asker)
        rule = start(first, desk[0])
        add_report(rule=rule, request=second, actor=desk[0])
        outcomes = at_once(
            lambda rule=rule: answer_rule(rule=rule, actor=desk[0], text="Het mag."),
            lambda second=second: withdraw_request(request=second, actor=asker),
        )
        assert not isinstance(outcomes[0], Exception)
        state = SupportRequest.objects.get(pk=second.pk).status
        was_refused = isinstance(outcomes[1], WrongStepError)
        assert state == (RequestStatus.BEANTWOORD if was_refused else RequestStatus.INGETROKKEN)


def test_two_who_save_a_dossier_at_once_leave_one_and_the_other_hears_so(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        rule = start(report(asker), desk[0])
        seen = mark_of_values({"state": rule.state})
        outcomes = at_once(
            *[
                lambda who=who, state=state, rule=rule, seen=seen: save_rule(
                    rule=rule, actor=who, changes={"state": state}, seen=seen
                )
                for who, state in zip(desk, ("geduid", "opgelost"), strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [ChangedMeanwhileError]


def linked(asker: User, desk: User, number: int = 2) -> tuple[JointQuestion, list[SupportRequest]]:
    first, *rest = (make_request(asker) for _ in range(number))
    for other in rest:
        joint = link_request(request=first, other=other, actor=desk, title="Zoektijd")
    return joint, [first, *rest]


def test_two_who_link_the_same_from_both_sides_have_one_question(
    asker: User, desk: list[User], rounds: range
) -> None:
    for number in rounds:
        one, two = make_request(asker), make_request(asker)
        outcomes = at_once(
            lambda one=one, two=two: link_request(request=one, other=two, actor=desk[0], title="Het een"),
            lambda one=one, two=two: link_request(request=two, other=one, actor=desk[1], title="Het ander"),
        )
        assert not failures(outcomes)
        assert JointQuestion.objects.count() == number + 1
        assert JointMember.objects.filter(request__in=(one, two)).count() == 2


def test_both_of_two_taken_out_at_once_leave_nothing(asker: User, desk: list[User], rounds: range) -> None:
    for _ in rounds:
        _, requests = linked(asker, desk[0])
        outcomes = at_once(
            *[
                lambda who=who, request=request: remove_link(request=request, actor=who)
                for who, request in zip(desk, requests, strict=True)
            ]
        )
        assert not failures(outcomes)
        assert not JointQuestion.objects.exists()


def test_link_to_a_question_that_falls_apart_makes_a_new_one(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        _, (stays, leaves) = linked(asker, desk[0])
        comes = make_request(asker)
        outcomes = at_once(
            lambda stays=stays, comes=comes: link_request(
                request=comes, other=stays, actor=desk[0], title="Nieuw"
            ),
            lambda leaves=leaves: remove_link(request=leaves, actor=desk[1]),
        )
        assert not failures(outcomes)
        members = {row.request_id for row in JointMember.objects.all()}
        assert members == {stays.pk, comes.pk}
        assert JointQuestion.objects.count() == 1
        JointQuestion.objects.all().delete()


@pytest.mark.parametrize("write", ["note", "title"])
def test_word_for_a_question_that_falls_apart_is_written_or_refused(
    write: str, asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        joint, requests = linked(asker, desk[0])
        acts: dict[str, Callable[[], Any]] = {
            "note": lambda joint=joint: note_session(
                joint=joint, actor=desk[0], note="Donderdag.", session_on=None
            ),
            "title": lambda joint=joint: save_title(joint=joint, actor=desk[0], title="Rust"),
        }
        outcomes = at_once(
            acts[write], lambda requests=requests: remove_link(request=requests[0], actor=desk[1])
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert not JointQuestion.objects.exists()


def test_two_notes_at_once_leave_one_and_mail_of_that_one(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        joint, requests = linked(asker, desk[0])
        seen, notes = mark_of_values({"note": "", "session_on": None}), ("Donderdag.", "Vrijdag.")
        outcomes = at_once(
            *[
                lambda who=who, note=note, joint=joint, seen=seen: note_session(
                    joint=joint, actor=who, note=note, session_on=None, seen=seen
                )
                for who, note in zip(desk, notes, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [ChangedMeanwhileError]
        joint.refresh_from_db()
        assert joint.note == notes[isinstance(outcomes[0], Exception)]
        for request in requests:
            told = MailMessage.objects.filter(key__startswith=f"loket:{request.reference}:session:")
            assert told.count() == 1


def test_yes_to_a_session_that_is_moved_at_once_holds_for_no_other_day(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        joint, requests = linked(asker, desk[0])
        note_session(joint=joint, actor=desk[0], note="Donderdag.", session_on=TODAY)
        seen = mark_of_values(session_plan_of(JointQuestion.objects.get(pk=joint.pk)))
        outcomes = at_once(
            lambda joint=joint: note_session(
                joint=joint, actor=desk[0], note="Donderdag.", session_on=TODAY + timedelta(days=1)
            ),
            lambda one=requests[0], seen=seen: reply_to_session(
                request=one, actor=asker, reply=SessionReply.COMES, shows_name=True, seen=seen
            ),
        )
        assert all(isinstance(one, ChangedMeanwhileError) for one in failures(outcomes))
        assert not JointMember.objects.filter(joint=joint).exclude(reply="", shows_name=False).exists()


def test_two_requests_that_end_at_once_call_a_session_off_once(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        joint, requests = linked(asker, desk[0], 3)
        note_session(joint=joint, actor=desk[0], note="Donderdag.", session_on=TODAY)
        outcomes = at_once(
            *[lambda one=one: withdraw_request(request=one, actor=asker) for one in requests[:2]]
        )
        outcomes += at_once(*[lambda one=one: settle_joint(pk=one.pk) for one in requests[:2]])
        assert not failures(outcomes)
        joint.refresh_from_db()
        assert joint.session_on is None
        for request in requests:
            told = MailMessage.objects.filter(
                key__startswith=f"loket:{request.reference}:session-off:", to=asker.email
            )
            assert told.count() == 1
