"""Search, and the answer to a pasted problem."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow
from search.answer.selectors import package_for, statement_for
from search.answer.services import keep_statement
from search.api import DEPTH, find
from search.forms import ProblemForm
from search.meant.selectors import did_you_mean
from search.types import Kind, SearchFilters, SearchResults

PER_PAGE = 10
LONG_QUERY = 300
PASTES_PER_HOUR = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:2000]
    filters = SearchFilters(
        kinds=tuple(value for value in request.GET.getlist("soort") if value in set(Kind)),
        themes=tuple(value for value in request.GET.getlist("thema") if value in ThemeCode.values),
    )
    wanted = request.GET.get("page", "1")[:4]
    number = int(wanted) if wanted.isdecimal() else 1
    results, page = _page(query, request, filters, min(max(number, 1), DEPTH))
    context = {
        "query": query,
        "results": results,
        "page_obj": page,
        "narrowed": bool(filters.kinds or filters.themes),
        "is_long": len(query) > LONG_QUERY,
        "meant": did_you_mean(query, viewer=request.user) if number == 1 else "",
    }
    return render(request, "search/search.html", context)


def _page(
    query: str, request: HttpRequest, filters: SearchFilters, number: int
) -> tuple[SearchResults, Page[Any]]:
    """The page asked for, or the last there is."""
    start = (number - 1) * PER_PAGE
    results = find(query, viewer=request.user, filters=filters, limit=PER_PAGE, offset=start)
    page: Page[Any] = Paginator(range(results.total), PER_PAGE).get_page(number)
    if page.number != number:
        return _page(query, request, filters, page.number)
    page.object_list = list(results.hits)
    return results, page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    form = ProblemForm(request.POST or None)
    if request.method == "POST":
        who = request.META.get("REMOTE_ADDR", "")
        if not allow(scope="answer", who=who, limit=PASTES_PER_HOUR, seconds=3600):
            return too_many_requests(request)
        if form.is_valid():
            statement = keep_statement(text=form.cleaned_data["text"])
            return redirect("search:answer_detail", token=statement.token)
    return render(request, "search/answer_form.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def answer_detail(request: HttpRequest, token: str) -> HttpResponse:
    statement = statement_for(token)
    if statement is None:
        raise Http404
    context = {
        "statement": statement,
        "package": package_for(statement, viewer=request.user),
        "form": ProblemForm(initial={"text": statement.text}),
        "request_url": _request_url(token),
    }
    response = render(request, "search/answer.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _request_url(token: str) -> str:
    """By name: the loket stands above search."""
    try:
        return f"{reverse('matching:new')}?pakket={token}"
    except NoReverseMatch:
        return "/loket/"
