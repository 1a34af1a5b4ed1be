"""The part of the page of a request that both sides share, in one line of a template."""

from typing import Any

from django import template
from django.template.loader import render_to_string

from matching.dossier import dossier_of
from matching.history import Happened, history_of
from matching.models import SupportRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def history(context: dict[str, Any], request_: SupportRequest) -> list[Happened]:
    return history_of(request_, context["request"].user)


@register.simple_tag(takes_context=True)
def dossier(context: dict[str, Any], request_: SupportRequest) -> str:
    request = context["request"]
    shown = {"request_": request_, **dossier_of(request_, request.user)}
    return render_to_string("matching/dossier.html", shown, request=request)
