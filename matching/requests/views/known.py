"""While asking: what is known already, so that somebody may stop here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.query_params import text_param
from matching.requests.chosen import chosen_in
from matching.requests.forms.wizard import KNOWN, TITLES, pages_for
from matching.requests.rules import may_ask
from matching.requests.selectors import count_open_about, draft_at
from matching.requests.services.drafts import count_known
from matching.requests.views.wizard import DRAFT, KEPT, TOKEN_LENGTH, page_address, wizard_address
from search.api import find_for_problem, recognise
from search.types import Kind

SHOWN = 4
ENOUGH = "Fijn dat u verder kunt. Uw tekst bewaren wij nog 90 dagen; u kunt later alsnog hulp vragen."


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_ask)
def show_known(request: HttpRequest) -> HttpResponse:
    """Without a text there is nothing to look for: then back to the first page."""
    user = user_of(request)
    draft = draft_at(user, text_param(request.GET, DRAFT, longest=TOKEN_LENGTH))
    if draft is None:
        return redirect("matching:new")
    if draft.submitted is not None:
        return redirect(draft.submitted)
    pages = pages_for(draft.answers)
    place = pages.index(KNOWN)
    text = str(draft.answers.get("problem") or "")
    action = request.POST.get("doe", "")
    if not text or action == "vorige":
        return redirect(page_address(draft.token, pages[place - 1]))
    if request.method == "POST" and action == "stop":
        messages.success(request, KEPT)
        return redirect("matching:own")
    if request.method == "POST":
        count_known(draft=draft, actor=user, enough=action == "genoeg")
        if action == "genoeg":
            messages.success(request, ENOUGH)
            return redirect("matching:own")
        return redirect(page_address(draft.token, pages[place + 1]))
    chosen = chosen_in(draft.answers)
    stated = list(ProblemLabel.objects.filter(code__in=chosen)) if chosen else recognise(text)
    codes = [problem.code for problem in stated]
    found = find_for_problem(
        text, viewer=user, kinds=[Kind.CASE, Kind.SCHEME], limit=SHOWN, problems=codes or None
    )
    context = {
        "title": TITLES[KNOWN], "here": KNOWN, "steps": [(key, TITLES[key]) for key in pages],
        "cases": found[Kind.CASE], "schemes": found[Kind.SCHEME], "stated": stated, "is_chosen": bool(chosen), "text": text,
        "open_about": count_open_about(codes) if codes else 0,
        "address": wizard_address("known", draft.token),
    }  # fmt: skip
    return render(request, "matching/known.html", context)
