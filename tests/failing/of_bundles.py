"""What the services of joint questions and of rules that block are tried with."""

from datetime import timedelta

from django.utils import timezone

from krachtwijken.core.versions import mark_of_values
from matching.blocking.bundle_clock import settle_bundle
from matching.blocking.late import tell_late_rule
from matching.blocking.models import BlockingRule
from matching.blocking.own_clock import settle_own_clock
from matching.blocking.services import (
    add_report,
    answer_rule,
    forget_rules,
    remove_report,
    save_rule,
    start_rule,
)
from matching.joint.enums import SessionReply
from matching.joint.models import JointQuestion
from matching.joint.reminding import remind_of_session
from matching.joint.replying import reply_to_session
from matching.joint.selectors import session_plan_of
from matching.joint.services import (
    forget_joint_questions,
    link_request,
    note_session,
    remove_link,
    save_title,
)
from matching.joint.settling import settle_joint
from matching.models import SupportRequest
from matching.requests.bottlenecks import digest_of_report
from matching.requests.enums import RequestStatus, RuleState
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries
from tests.matching.test_bottlenecks import PLACES, report

OWN = {"own_regeling": "Participatiewet", "own_artikel": "7", "own_wat_blokkeert": "Dit mag niet."}


def reported() -> SupportRequest:
    return make_request(make_asker(), kind="regelgeving_knelpunt", **OWN)


def ruled(request: SupportRequest) -> BlockingRule:
    return start_rule(
        request=request,
        actor=UserFactory(role="loket"),
        name="Participatiewet",
        article="7",
        what="De zoektijd.",
    )


def linked() -> JointQuestion:
    one, other = make_request(), make_request()
    return link_request(request=one, other=other, actor=UserFactory(role="loket"), title="Zoektijd")


@tries(link_request)
def two_that_ask_the_same() -> Call:
    one, other, desk = make_request(), make_request(), UserFactory(role="loket")
    return lambda: link_request(request=one, other=other, actor=desk, title="Zoektijd")


@tries(remove_link)
def one_of_two() -> Call:
    joint, desk, day = linked(), UserFactory(role="loket"), timezone.localdate()
    note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=day)
    request = joint.members.all()[0].request
    return lambda: remove_link(request=request, actor=desk)


@tries(reply_to_session)
def first_answer_to_a_session() -> Call:
    joint, desk, day = linked(), UserFactory(role="loket"), timezone.localdate()
    note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=day)
    request = joint.members.all()[0].request
    assert request.created_by is not None
    seen = mark_of_values(session_plan_of(JointQuestion.objects.get(pk=joint.pk)))
    return lambda: reply_to_session(
        request=request, actor=request.created_by, reply=SessionReply.COMES, shows_name=True, seen=seen,
        people=2, functions="wijkmanager",
    )  # fmt: skip


@tries(remind_of_session)
def session_of_tomorrow() -> Call:
    joint, desk, today = linked(), UserFactory(role="loket"), timezone.localdate()
    note_session(joint=joint, actor=desk, note="Om tien uur.", session_on=today + timedelta(days=3))
    # As if two days had gone by since.
    later = today + timedelta(days=2)
    return lambda: remind_of_session(pk=joint.pk, today=later)


@tries(settle_joint)
def session_with_one_request_left() -> Call:
    joint, desk, day = linked(), UserFactory(role="loket"), timezone.localdate()
    note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=day)
    ended = joint.members.all()[0].request
    SupportRequest.objects.filter(pk=ended.pk).update(status=RequestStatus.INGETROKKEN)
    return lambda: settle_joint(pk=ended.pk)


@tries(note_session)
def session_for_two() -> Call:
    joint, desk, day = linked(), UserFactory(role="loket"), timezone.localdate()
    return lambda: note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=day)


@tries(save_title)
def title_of_two() -> Call:
    joint, desk = linked(), UserFactory(role="loket")
    return lambda: save_title(joint=joint, actor=desk, title="Rust op straat")


@tries(forget_rules)
def dossier_of_long_ago() -> Call:
    ruled(reported())
    SupportRequest.objects.update(status=RequestStatus.AFGEROND, status_since=timezone.now() - LONG_AGO)
    BlockingRule.objects.update(made_at=timezone.now() - LONG_AGO)
    return forget_rules


@tries(forget_joint_questions)
def old_joint_question() -> Call:
    linked()
    SupportRequest.objects.update(status=RequestStatus.AFGEROND, status_since=timezone.now() - LONG_AGO)
    return forget_joint_questions


@tries(start_rule)
def first_report_of_a_rule() -> Call:
    request, desk = reported(), UserFactory(role="loket")
    return lambda: start_rule(request=request, actor=desk, name="Wet", article="7", what="De zoektijd.")


@tries(add_report)
def second_report() -> Call:
    rule, other, desk = ruled(reported()), reported(), UserFactory(role="loket")
    return lambda: add_report(rule=rule, request=other, actor=desk)


@tries(remove_report)
def wrong_report() -> Call:
    request = reported()
    rule, desk = ruled(request), UserFactory(role="loket")
    return lambda: remove_report(rule=rule, request=request, actor=desk)


@tries(save_rule)
def changed_rule() -> Call:
    rule, desk = ruled(reported()), UserFactory(role="loket")
    return lambda: save_rule(rule=rule, actor=desk, changes={"department": "SZW"})


@tries(tell_late_rule)
def rule_past_its_day() -> Call:
    rule, today = ruled(reported()), timezone.localdate()
    begun = today - timedelta(days=60)
    UserFactory(role="loket")
    BlockingRule.objects.update(
        state=RuleState.DEPARTMENT,
        department="SZW",
        department_since=begun,
        answer_expected=today - timedelta(days=1),
    )
    return lambda: tell_late_rule(pk=rule.pk, today=today)


@tries(answer_rule)
def answer_for_all() -> Call:
    rule, desk = ruled(reported()), UserFactory(role="loket")
    return lambda: answer_rule(rule=rule, actor=desk, text="Vanaf volgend jaar mag het.")


@tries(answer_rule)
def answer_for_who_has_an_owner_before_it_was_taken() -> Call:
    request = reported()
    rule, desk = ruled(request), UserFactory(role="loket")
    SupportRequest.objects.filter(pk=request.pk).update(owner=UserFactory(role="loket"))
    return lambda: answer_rule(rule=rule, actor=desk, text="Vanaf volgend jaar mag het.")


def of_three() -> BlockingRule:
    """Of three gemeenten; only the third report is still to come."""
    rule, desk = ruled(reported_by(PLACES[0])), UserFactory(role="loket")
    add_report(rule=rule, request=reported_by(PLACES[1]), actor=desk)
    return rule


def reported_by(place: str) -> SupportRequest:
    return report(place, "Participatiewet", "7")


@tries(add_report)
def report_of_the_third_gemeente() -> Call:
    rule, third, desk = of_three(), reported_by(PLACES[2]), UserFactory(role="loket")
    return lambda: add_report(rule=rule, request=third, actor=desk)


@tries(settle_own_clock)
def own_day_that_passed() -> Call:
    rule, desk = of_three(), UserFactory(role="loket")
    add_report(rule=rule, request=reported_by(PLACES[2]), actor=desk)
    later = timezone.localdate() + timedelta(days=60)
    return lambda: settle_own_clock(pk=rule.pk, actor=None, today=later)


@tries(settle_bundle)
def third_loose_report() -> Call:
    UserFactory(role="loket")
    key, today = loose_of_three(), timezone.localdate()
    return lambda: settle_bundle(key=key, today=today)


@tries(settle_bundle)
def loose_reports_past_their_day() -> Call:
    UserFactory(role="loket")
    key, today = loose_of_three(), timezone.localdate()
    settle_bundle(key=key, today=today)
    return lambda: settle_bundle(key=key, today=today + timedelta(days=60))


@tries(settle_bundle)
def loose_reports_that_nobody_waits_for() -> Call:
    key, today = loose_of_three(), timezone.localdate()
    settle_bundle(key=key, today=today)
    SupportRequest.objects.update(kind="kennisvraag")
    return lambda: settle_bundle(key=key, today=today)


def loose_of_three() -> str:
    reports = [reported_by(place) for place in PLACES[:3]]
    return digest_of_report(reports[0].own_answers)
