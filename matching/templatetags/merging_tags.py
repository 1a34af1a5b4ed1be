"""What the pages of a request show of requests that went on in it."""

from typing import Any

from django import template

from matching.merging.models import MergedRequest
from matching.merging.selectors import ShownMerged, merged_into, merged_with
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus

register = template.Library()


@register.simple_tag(takes_context=True)
def merged_shown(context: dict[str, Any], request_: SupportRequest) -> list[ShownMerged]:
    return merged_with(request_, context["request"].user)


@register.filter
def goes_on_in(request_: SupportRequest) -> MergedRequest | None:
    return merged_into(request_) if request_.status == RequestStatus.SAMENGEVOEGD else None
