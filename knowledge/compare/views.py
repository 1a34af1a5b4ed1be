"""Two to four cases side by side; the whole choice stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.compare.presenter import comparison
from knowledge.compare.wanted import Wanted
from krachtwijken.core.robots import hide_from_robots


@hide_from_robots
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    context = comparison(request.user, Wanted.from_query(request.GET))
    return render(request, "knowledge/compare/compare.html", context)
