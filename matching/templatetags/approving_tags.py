"""What pages of who helped show of a case that waits."""

from typing import Any

from django import template

from matching.closing.approving.models import CaseApproval
from matching.closing.approving.selectors import CaseAnswer, case_answers, case_to_read, cases_waiting_for
from matching.models import SupportRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def case_to_read_of(context: dict[str, Any], request_: SupportRequest) -> CaseApproval | None:
    return case_to_read(context["request"].user, request_)


@register.simple_tag(takes_context=True)
def cases_to_read(context: dict[str, Any]) -> list[CaseApproval]:
    """Of which the own word is still wanted."""
    return cases_waiting_for(context["request"].user)


@register.simple_tag(takes_context=True)
def case_answers_of(context: dict[str, Any], approval: CaseApproval) -> list[CaseAnswer]:
    return case_answers(context["request"].user, approval)
