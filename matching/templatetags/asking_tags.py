"""What a gemeente said in the wizard, for the pages of both sides."""

from typing import Any

from django import template

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import account_manager_of
from matching.models import Escalation, SupportRequest
from matching.requests.bottlenecks import gemeenten_with_the_same_rule
from matching.requests.clock import owed_words
from matching.requests.contacts import Contact
from matching.requests.enums import ClockKind, RequestKind
from matching.requests.kinds.answers import answers_for_helper, shown_answers
from matching.requests.kinds.registry import course_of
from matching.requests.rules import may_change_contacts, may_see_contact
from matching.requests.selectors import contacts_shown_to

register = template.Library()


@register.filter
def own_answer_rows(request: SupportRequest) -> list[tuple[str, str]]:
    return shown_answers(request.own_answers, request.kind)


@register.filter
def helper_answer_rows(request: SupportRequest) -> list[tuple[str, str]]:
    """As who was invited reads them."""
    return answers_for_helper(request.own_answers, request.kind)


@register.filter
def norm_sentence(request: SupportRequest) -> str:
    return course_of(request.kind).norm_sentence


@register.filter
def owed_by(late: Escalation, request: SupportRequest) -> str:
    """What is late of this request."""
    return owed_words(ClockKind(late.clock), request.kind)


@register.simple_tag(takes_context=True)
def people_to_call(context: dict[str, Any], request: SupportRequest) -> list[Contact]:
    """As far as the viewer may see them; nobody when it was never asked, or is forgotten."""
    return contacts_shown_to(context["request"].user, request)


@register.simple_tag(takes_context=True)
def read_unwanted(context: dict[str, Any], request: SupportRequest) -> str:
    """Whom the gemeente would rather not have: the page on which it says so promises that the loket reads it, nobody else."""
    return request.excluded if may_see_contact(context["request"].user, request) else ""


@register.simple_tag(takes_context=True)
def may_change_people(context: dict[str, Any], request: SupportRequest) -> bool:
    return may_change_contacts(context["request"].user, request)


@register.filter
def count_same_rule(request: SupportRequest) -> int:
    return gemeenten_with_the_same_rule(request) if request.kind == RequestKind.KNELPUNT else 0


@register.filter
def manager_of(request: SupportRequest) -> User | None:
    return account_manager_of(request.gemeente)
