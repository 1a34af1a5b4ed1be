"""Gevraagd: what people look for and do not find."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from krachtwijken.accounts.rules import may_enter_admin
from search.features.query_demand.selectors import answered_questions, demand_by_theme, unanswered_questions


@require_safe
def asked_questions(request: HttpRequest) -> HttpResponse:
    context = {
        "questions": unanswered_questions(),
        "answered": answered_questions(),
        "themes": demand_by_theme(),
        "desk_url": _desk_url(),
        "may_write": may_enter_admin(request.user),
    }
    return render(request, "search/demand/asked.html", context)


def _desk_url() -> str:
    """By name: the loket stands above search."""
    try:
        return reverse("matching:start")
    except NoReverseMatch:
        return "/loket/"
