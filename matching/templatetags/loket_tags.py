"""Words for codes in the trail."""

from django import template

from matching.engagements.enums import InvitationState, LapseReason

register = template.Library()


@register.filter
def invitation_label(code: str) -> str:
    return str(dict(InvitationState.choices).get(code, code)).lower()


@register.filter
def lapse_label(code: str) -> str:
    return str(dict(LapseReason.choices).get(code, ""))
