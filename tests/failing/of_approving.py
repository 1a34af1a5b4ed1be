"""What the services of cases that others read first are tried with."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from knowledge.contributions.services.submit import submit_contribution
from matching.closing.approving.enums import Word
from matching.closing.approving.late import tell_passed_term
from matching.closing.approving.models import CaseApproval
from matching.closing.approving.services import forget_case_words, say_word
from matching.models import SupportRequest
from tests.factories.accounts import UserFactory
from tests.factories.approving import make_waiting
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


@tries(tell_passed_term)
def term_that_passed() -> Call:
    case = make_waiting()
    CaseApproval.objects.update(until=timezone.localdate() - timedelta(days=1))
    return lambda: tell_passed_term(pk=case.approval.pk, today=timezone.localdate())


@tries(forget_case_words)
def words_of_long_ago() -> Call:
    case = make_waiting()
    say_word(approval=case.approval, actor=case.owner, word=Word.CHANGE, reason="Te kort.", seen=1)
    SupportRequest.objects.update(status_since=timezone.now() - LONG_AGO)
    return forget_case_words
