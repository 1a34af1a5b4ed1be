"""A pasted problem in, its answer package out."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow
from search.features.answer.forms import ProblemForm
from search.features.answer.selectors import package_for, statement_for
from search.features.answer.services import keep_statement

PASTES_PER_HOUR = 60
# In the address: that the reader chose, and each problem that was chosen.
CHOSEN, PROBLEM = "gekozen", "probleem"
MOST_CHOSEN = 12


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
    chosen = chosen_problems(request.GET)
    context = {
        "statement": statement,
        "package": package_for(statement.text, viewer=request.user, chosen=chosen),
        "is_chosen": chosen is not None,
        "form": ProblemForm(initial={"text": statement.text}),
        "request_url": _request_url(token),
    }
    response = render(request, "search/answer.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def chosen_problems(parameters: QueryDict) -> Collection[str] | None:
    """Codes that the reader ticked; None when nothing was chosen yet. Unknown codes tick nothing."""
    if CHOSEN not in parameters:
        return None
    return list(dict.fromkeys(parameters.getlist(PROBLEM)))[:MOST_CHOSEN]


def _request_url(token: str) -> str:
    """By name: the loket stands above search."""
    try:
        return reverse("matching:new", query={"pakket": token})
    except NoReverseMatch:
        return "/loket/"
