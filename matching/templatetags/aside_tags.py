"""What pages of invitations, missions, parts and requests show of what is said aside."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from matching.asides.models import About, kind_of_aside
from matching.asides.selectors import (
    AsideGlance,
    ShownAside,
    glance_at_aside,
    unread_asides,
    unread_asides_for,
)
from matching.mail_in.models import IncomingFile
from matching.mail_in.selectors import files_of_asides
from matching.models import SupportRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def aside_glance(context: dict[str, Any], about: About) -> AsideGlance | None:
    return glance_at_aside(context["request"].user, about)


@register.simple_tag(takes_context=True)
def unread_asides_of(context: dict[str, Any], request: SupportRequest) -> Mapping[str, int]:
    return unread_asides(context["request"].user, request)


@register.simple_tag(takes_context=True)
def own_unread_asides(context: dict[str, Any]) -> Mapping[str, int]:
    return unread_asides_for(context["request"].user)


@register.filter
def unread_in(unread: Mapping[str, int], about: About) -> int:
    return unread.get(f"{kind_of_aside(about)}:{about.pk}", 0)


@register.simple_tag
def aside_files(rows: Sequence[ShownAside]) -> Mapping[int, Sequence[IncomingFile]]:
    """Of the messages on this page that came by mail with something attached."""
    return files_of_asides([row.message.pk for row in rows])
