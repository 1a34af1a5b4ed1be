"""The way from a request to its couplings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from matching.couplings.rules import may_couple
from matching.couplings.selectors import couplings_visible_to
from matching.models import Coupling, SupportRequest
from matching.requests.enums import RequestKind

register = template.Library()


@dataclass(frozen=True)
class CouplingLinks:
    couplings: Sequence[Coupling] = ()
    may_couple: bool = False


@register.simple_tag(takes_context=True)
def coupling_links(context: dict[str, Any], request: SupportRequest) -> CouplingLinks:
    """Asks nothing of a request of another kind."""
    if request.kind != RequestKind.KOPPELING:
        return CouplingLinks()
    viewer = context["request"].user
    found = list(couplings_visible_to(viewer).filter(request=request))
    return CouplingLinks(found, may_couple(viewer, request))
