"""A pasted problem in, its answer package out."""

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.query_params import text_param
from krachtwijken.core.ratelimit import allow, limit_reading, visitor_of
from krachtwijken.core.robots import hide_from_robots
from search.features.answer.addresses import chosen_problems, chosen_sentences, statement_at
from search.features.answer.forms import ProblemForm
from search.features.answer.page import answer_context
from search.features.answer.services import keep_statement

PASTES_PER_HOUR = 60
# What a link may fill in already: the name of a known problem.
BEGUN_CHARACTERS = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    begun = text_param(request.GET, "tekst", longest=BEGUN_CHARACTERS)
    form = ProblemForm(request.POST or None, initial={"text": begun})
    if request.method == "POST":
        who = visitor_of(request)
        if not allow(scope="answer", who=who, limit=PASTES_PER_HOUR, seconds=3600):
            return too_many_requests(request)
        if form.is_valid():
            statement = keep_statement(text=form.cleaned_data["text"])
            return redirect("search:answer_detail", token=statement.token)
    return render(request, "search/answer_form.html", {"form": form}, status=422 if form.errors else 200)


@hide_from_robots
@limit_reading("answer")
@never_cache
@require_safe
def answer_detail(request: HttpRequest, token: str) -> HttpResponse:
    context = answer_context(
        statement_at(token),
        viewer=request.user,
        chosen=chosen_problems(request.GET),
        sentences=chosen_sentences(request.GET),
        judged=[message.extra_tags or "" for message in get_messages(request)],
    )
    return render(request, "search/answer.html", context)
