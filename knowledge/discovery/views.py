"""The pages of problems, the map of what is known, and the list of addresses for search engines."""

from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from knowledge.discovery.drawing import draw_gap_map
from knowledge.discovery.ladder import STEPS
from knowledge.discovery.outcome_drawing import draw_outcome_map
from knowledge.discovery.outcomes import biggest_outcome_gaps, outcome_rows
from knowledge.discovery.presenter import biggest_gaps, overview, problem_page, theme_groups
from knowledge.discovery.selectors import problem_of_code
from knowledge.discovery.sitemaps import SITEMAPS
from knowledge.discovery.structured import problem_data
from knowledge.discovery.themes import theme_of_code, theme_page

LIST_URL = "/kennis/"
MOST_GAPS = 6


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/discovery/problems.html", overview(request.user))


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    shown = problem_of_code(code.upper())
    if shown is None:
        raise Http404
    if shown.code != code:
        return redirect("knowledge:problem", code=shown.code, permanent=True)
    context = problem_page(request.user, shown)
    return render(
        request, "knowledge/discovery/problem.html", context | {"data": problem_data(context, request)}
    )


@require_safe
def theme(request: HttpRequest, code: str) -> HttpResponse:
    shown = theme_of_code(code.lower())
    if shown is None:
        raise Http404
    if shown.code != code:
        return redirect("knowledge:theme", code=shown.code, permanent=True)
    return render(request, "knowledge/discovery/theme.html", theme_page(request.user, shown))


@require_safe
def gap_map(request: HttpRequest) -> HttpResponse:
    rows = outcome_rows(request.user, LIST_URL)
    context = {"map": draw_outcome_map(rows), "gaps": biggest_outcome_gaps(rows, most=MOST_GAPS)}
    return render(request, "knowledge/discovery/outcome_map.html", context)


@require_safe
def problem_map(request: HttpRequest) -> HttpResponse:
    groups = theme_groups(request.user)
    context = {"map": draw_gap_map(groups, LIST_URL), "gaps": biggest_gaps(groups, most=MOST_GAPS)}
    return render(request, "knowledge/discovery/problem_map.html", context | {"steps": STEPS})


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    return sitemap(request, SITEMAPS)
