"""Words for codes in the trail."""

from django import template

from matching.engagements.enums import InvitationState
from matching.requests.enums import RequestStatus

register = template.Library()


@register.filter
def status_label(code: str) -> str:
    return str(dict(RequestStatus.choices).get(code, code))


@register.filter
def invitation_label(code: str) -> str:
    return str(dict(InvitationState.choices).get(code, code)).lower()
