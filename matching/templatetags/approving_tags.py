"""What pages of who helped show of a case that waits."""

from typing import Any

from django import template

from matching.closing.approving.models import CaseApproval
from matching.closing.approving.selectors import case_to_read
from matching.models import SupportRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def case_to_read_of(context: dict[str, Any], request_: SupportRequest) -> CaseApproval | None:
    return case_to_read(context["request"].user, request_)
