"""What the pages of a request show of others that ask the same, and of rules that block."""

from typing import Any

from django import template

from matching.blocking.models import BlockingRule
from matching.blocking.selectors import rule_of
from matching.joint.models import JointQuestion
from matching.joint.selectors import JointShown, joint_of, joint_shown
from matching.models import SupportRequest
from matching.requests.rules import works_for

register = template.Library()


@register.simple_tag
def joint_told(request: SupportRequest) -> JointShown | None:
    return joint_shown(request)


@register.simple_tag(takes_context=True)
def answers_session(context: dict[str, Any], request: SupportRequest) -> bool:
    """The gemeente itself; its account manager reads along."""
    return works_for(context["request"].user, request.gemeente)


@register.filter
def in_joint(request: SupportRequest) -> JointQuestion | None:
    return joint_of(request)


@register.filter
def in_rule(request: SupportRequest) -> BlockingRule | None:
    return rule_of(request)
