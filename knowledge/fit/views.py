"""Past dit bij mijn wijk? No login: the whole choice stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge.cases.selectors import cases_visible_to
from knowledge.fit.presenter import fit_page
from knowledge.fit.wanted import WantedFit
from krachtwijken.core.robots import hide_from_robots


@hide_from_robots
@require_safe
def fit(request: HttpRequest, page: int) -> HttpResponse:
    case = get_object_or_404(cases_visible_to(request.user), pk=page)
    context = fit_page(request.user, case, WantedFit.from_query(request.GET))
    return render(request, "knowledge/fit/fit.html", context)
