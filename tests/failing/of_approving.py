"""What the services of cases that others read first are tried with."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from knowledge.contributions.services.submit import submit_contribution
from krachtwijken.core.models import Organisation
from matching.closing.approving.enums import Word
from matching.closing.approving.late import tell_passed_term
from matching.closing.approving.links import key_of_case
from matching.closing.approving.models import CaseApproval
from matching.closing.approving.rules import case_helpers_of
from matching.closing.approving.services import (
    forget_case_words,
    say_word,
    say_word_by_link,
    write_word_down,
)
from matching.models import Mission, SupportRequest
from tests.factories.accounts import UserFactory
from tests.factories.approving import make_waiting
from tests.factories.pages import page_of_centre
from tests.factories.parts import make_member
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries


@tries(submit_contribution)
def case_of_help_sent_again() -> Call:
    case = make_waiting(helped=True)
    say_word(approval=case.approval, actor=case.owner, word=Word.CHANGE, reason="Te kort.", seen=1)
    return lambda: submit_contribution(contribution=case.draft, actor=case.author)


@tries(say_word)
def yes_of_the_loket() -> Call:
    call_command("set_up_roles", verbosity=0)
    case = make_waiting()
    UserFactory(role="redactie")
    return lambda: say_word(approval=case.approval, actor=case.owner, word=Word.AGREED, seen=1)


@tries(say_word)
def change_that_an_expert_wants() -> Call:
    case = make_waiting(helped=True)
    expert = case.expert
    assert expert is not None
    return lambda: say_word(approval=case.approval, actor=expert, word=Word.CHANGE, reason="Te kort.", seen=1)


@tries(say_word)
def last_word_after_a_change_gives_it_back() -> Call:
    case = make_waiting(helped=True)
    expert, centre = case.expert, case.centre
    assert expert is not None
    assert centre is not None
    say_word(approval=case.approval, actor=expert, word=Word.CHANGE, reason="Te kort.", seen=1)
    return lambda: say_word(approval=case.approval, actor=centre, word=Word.AGREED, seen=1)


@tries(say_word)
def yes_to_a_case_that_a_centre_helped_with() -> Call:
    call_command("set_up_roles", verbosity=0)
    page_of_centre(Organisation.objects.get(slug="movisie"))
    make_centre_with_editor()
    case = make_waiting(helped=True)
    for helper in (case.expert, case.centre):
        assert helper is not None
        say_word(approval=case.approval, actor=helper, word=Word.AGREED, seen=1)
    return lambda: say_word(approval=case.approval, actor=case.owner, word=Word.AGREED, seen=1)


def make_centre_with_editor() -> None:
    """Who reads along with the section of the other."""
    page_of_centre(Organisation.objects.get(slug="rivm"))
    make_member("rivm")


@tries(say_word_by_link)
def change_that_somebody_without_an_account_wants() -> Call:
    case = make_waiting(by_hand=True)
    (reader,) = case_helpers_of(case.approval.request)
    key = key_of_case(case.approval, reader)
    return lambda: say_word_by_link(
        approval=case.approval, key=key, word=Word.CHANGE, reason="Te kort.", seen=1
    )


@tries(write_word_down)
def yes_that_the_loket_wrote_down() -> Call:
    case = make_waiting(by_hand=True)
    mission = Mission.objects.latest("pk").pk
    return lambda: write_word_down(
        approval=case.approval, mission=mission, actor=case.owner, word=Word.AGREED, seen=1
    )


@tries(tell_passed_term)
def term_that_passed() -> Call:
    case = make_waiting()
    CaseApproval.objects.update(until=timezone.localdate() - timedelta(days=1))
    return lambda: tell_passed_term(pk=case.approval.pk, today=timezone.localdate())


@tries(tell_passed_term)
def term_that_passed_after_a_change() -> Call:
    case = make_waiting(helped=True)
    expert = case.expert
    assert expert is not None
    say_word(approval=case.approval, actor=expert, word=Word.CHANGE, reason="Te kort.", seen=1)
    CaseApproval.objects.update(until=timezone.localdate() - timedelta(days=1))
    return lambda: tell_passed_term(pk=case.approval.pk, today=timezone.localdate())


@tries(forget_case_words)
def words_of_long_ago() -> Call:
    case = make_waiting()
    say_word(approval=case.approval, actor=case.owner, word=Word.CHANGE, reason="Te kort.", seen=1)
    SupportRequest.objects.update(status_since=timezone.now() - LONG_AGO)
    return forget_case_words
