"""What pages of requests show of the parts of a question."""

from typing import Any

from django import template
from django.utils import timezone

from matching.models import Message, SupportRequest
from matching.parts.models import PartQuestion
from matching.parts.rules import may_divide
from matching.parts.selectors import answers_told, parts_for_desk, parts_told

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_parts_of(context: dict[str, Any], request: SupportRequest) -> list[PartQuestion]:
    return list(parts_for_desk(context["request"].user).filter(request=request))


@register.simple_tag(takes_context=True)
def parts_told_of(context: dict[str, Any], request: SupportRequest) -> list[PartQuestion]:
    return list(parts_told(context["request"].user, request))


@register.simple_tag(takes_context=True)
def may_divide_it(context: dict[str, Any], request: SupportRequest) -> bool:
    return may_divide(context["request"].user, request)


@register.filter
def answers_told_of(parts: list[PartQuestion]) -> list[Message]:
    return answers_told(parts)


@register.filter
def is_past_term(part: PartQuestion) -> bool:
    return part.is_late(today=timezone.localdate())
