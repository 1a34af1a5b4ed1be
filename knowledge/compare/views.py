"""Two to four cases side by side; the whole choice stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.compare.presenter import comparison
from knowledge.compare.wanted import Wanted


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    context = comparison(request.user, Wanted.from_query(request.GET))
    response = render(request, "knowledge/compare/compare.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
