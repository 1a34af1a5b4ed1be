"""A reader says whether a find fits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots
from search.features.answer.addresses import address_of, chosen_problems, chosen_sentences, statement_at
from search.features.answer.page import answer_context
from search.features.answer.selectors import problem_codes
from search.features.answer.verdicts.forms import VerdictForm
from search.features.answer.verdicts.selectors import chance_shown
from search.features.answer.verdicts.services import keep_verdict

VERDICTS_PER_HOUR = 60
THANKS = "Dank u. Wij leren hiervan."


@hide_from_robots
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks for this address without saying anything gets the answer."""
    statement = statement_at(token)
    chosen = chosen_problems(request.GET)
    sentences = chosen_sentences(request.GET)
    answer = address_of("answer_detail", token, chosen, sentences)
    if request.method != "POST":
        return redirect(answer)
    if not allow(scope="verdict", who=visitor_of(request), limit=VERDICTS_PER_HOUR, seconds=3600):
        return too_many_requests(request)
    form = VerdictForm(request.POST, key=request.POST.get("key", ""), viewer=request.user)
    if not form.is_valid():
        context = answer_context(
            statement, viewer=request.user, chosen=chosen, sentences=sentences, tried=form
        )
        return render(request, "search/answer.html", context, status=422)
    said = form.cleaned_data
    keep_verdict(
        **said,
        problem_codes=problem_codes(statement.text, chosen),
        chance=chance_shown(said["key"], statement.text, viewer=request.user, chosen=chosen),
    )
    messages.success(request, THANKS, extra_tags=form.anchor)
    return redirect(f"{answer}#{form.anchor}")
