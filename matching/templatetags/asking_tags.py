"""What a gemeente said in the wizard, for the pages of both sides."""

from typing import Any

from django import template

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import account_manager_of
from matching.models import RequestContact, SupportRequest
from matching.requests.bottlenecks import gemeenten_with_the_same_rule
from matching.requests.enums import RequestKind
from matching.requests.kinds.answers import shown_answers
from matching.requests.kinds.registry import norm_of
from matching.requests.rules import may_see_contact

register = template.Library()


@register.filter
def own_answer_rows(request: SupportRequest) -> list[tuple[str, str]]:
    return shown_answers(request.own_answers, request.kind)


@register.filter
def norm_sentence(request: SupportRequest) -> str:
    return norm_of(request.kind).sentence


@register.simple_tag(takes_context=True)
def person_to_call(context: dict[str, Any], request: SupportRequest) -> RequestContact | None:
    """For who may see it; nobody when it was never asked, or is forgotten."""
    if not may_see_contact(context["request"].user, request):
        return None
    return RequestContact.objects.filter(request=request).first()


@register.filter
def count_same_rule(request: SupportRequest) -> int:
    return gemeenten_with_the_same_rule(request) if request.kind == RequestKind.KNELPUNT else 0


@register.filter
def manager_of(request: SupportRequest) -> User | None:
    return account_manager_of(request.gemeente)
