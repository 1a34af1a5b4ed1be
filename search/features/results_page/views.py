"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from krachtwijken.core.ratelimit import limit_reading
from search.features.query_demand.counting import note_search
from search.features.results_page.page import search_page


@limit_reading("search")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    context = search_page(request.GET, viewer=request.user)
    if context["page_query"].number == 1 and not context["narrowed"] and not context["results"].degraded:
        note_search(request, query=context["query"], hits=context["results"].total)
    return render(request, "search/search.html", context)
