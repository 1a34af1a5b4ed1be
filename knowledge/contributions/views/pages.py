"""Begin, one page at a time, the overview, and throwing away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.contributions.forms.base import StepForm
from knowledge.contributions.forms.steps import LABELS, STEPS, TITLES, steps_for
from knowledge.contributions.models import Contribution
from knowledge.contributions.presenter import overview_of, shown_answer, shown_contributions
from knowledge.contributions.provided import ProposedProblem, problem_reader
from knowledge.contributions.rules import may_contribute
from knowledge.contributions.selectors import unsent_contributions
from knowledge.contributions.services.drafts import (
    ChangedElsewhereError,
    SentAlreadyError,
    drop_contribution,
    keep_contribution,
    read_seen_answers,
)
from knowledge.contributions.services.submit import submit_contribution
from knowledge.contributions.views.addresses import (
    BACK,
    CHANGED,
    KEPT,
    READ_OR_POST,
    draft_address,
    draft_of,
    lead_to_sent,
    neighbours_of,
    token_in,
    with_unsent,
)
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.forms import is_only_incomplete
from krachtwijken.core.query_params import text_param
from krachtwijken.core.tokens import new_token
from krachtwijken.core.versions import mark_of_values

# What the problems are read from.
READ_FOR_PROBLEMS = ("problem_text", "target_group", "goal", "approach")
BACK_IN = "U bent weer ingelogd. Wat u typte, staat er nog."


@require_safe
def contribution_start(request: HttpRequest) -> HttpResponse:
    """For everybody: what it is, how long it takes, what happens with it."""
    return render(
        request, "knowledge/contributions/start.html", {"may_contribute": may_contribute(request.user)}
    )


@require_safe
@require(may_contribute)
def contribution_new(request: HttpRequest) -> HttpResponse:
    """From a text or from nothing; with others that were not sent the choice is to go on with one of those."""
    token = new_token()
    context = {
        "drafts": shown_contributions(unsent_contributions(user_of(request))),
        "paste": draft_address("text", token),
        "empty": draft_address("step", token, next(iter(STEPS))),
    }
    return render(request, "knowledge/contributions/new.html", context)


@with_unsent
def contribution_step(request: HttpRequest, contribution: Contribution | None, name: str) -> HttpResponse:
    """One page. Every button keeps what was typed; only going on wants it to be right."""
    if name not in STEPS:
        raise Http404
    answers = contribution.answers if contribution else {}
    data = unsent.data(request)
    proposed = _proposed_problems(answers) if name == "onderwerp" else []
    form = STEPS[name](data, initial=dict(answers), user=user_of(request), proposed=proposed)
    leaving = request.POST.get("doe", "") if request.method == "POST" else ""
    if request.method == "POST" and (form.is_valid() or (leaving and is_only_incomplete(form))):
        return _keep_page(request, name, form, contribution)
    if request.method == "GET" and data is not None:
        messages.info(request, BACK_IN)
    return _page(
        request,
        name,
        form,
        contribution,
        leaving=bool(leaving),
        status=422 if request.method == "POST" else 200,
    )


def _proposed_problems(answers: dict[str, Any]) -> list[ProposedProblem]:
    """Read from the text until somebody has decided."""
    text = "\n\n".join(str(answers[name]) for name in READ_FOR_PROBLEMS if answers.get(name))
    return problem_reader.current()(text) if text and "problems" not in answers else []


def _page(
    request: HttpRequest,
    name: str,
    form: StepForm,
    contribution: Contribution | None,
    *,
    leaving: bool = False,
    status: int = 200,
    elsewhere: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    answers = contribution.answers if contribution else {}
    names = steps_for(answers)
    token = token_in(request) or new_token()
    back = {BACK: "controle"} if text_param(request.GET, BACK) == "controle" else {}
    context = {
        "form": form, "title": TITLES[name], "leaving": leaving, "elsewhere": elsewhere,
        "number": names.index(name) + 1 if name in names else 0, "count": len(names),
        "is_first": name == names[0], "address": draft_address("step", token, name, **back),
        "seen": mark_of_values(read_seen_answers(answers, STEPS[name].base_fields)),
        "overview_url": draft_address("check", token) if contribution else "",
    }  # fmt: skip
    return render(request, "knowledge/contributions/step.html", context, status=status)


def _keep_page(
    request: HttpRequest, name: str, form: StepForm, contribution: Contribution | None
) -> HttpResponse:
    try:
        kept = keep_contribution(
            actor=user_of(request), token=token_in(request) or new_token(), answers=form.cleaned_data,
            names=STEPS[name].base_fields, seen=request.POST.get("gezien", ""),
        )  # fmt: skip
    except SentAlreadyError as error:
        return lead_to_sent(request, error.contribution)
    except ChangedElsewhereError as error:
        messages.warning(request, CHANGED)
        elsewhere = [
            (LABELS[key], shown_answer(key, value)) for key, value in error.answers.items() if key in LABELS
        ]
        return _page(request, name, form, draft_of(request), status=409, elsewhere=elsewhere)
    if request.POST.get("doe") == "stop":
        messages.success(request, KEPT)
        return redirect("knowledge:contribution_own")
    return redirect(_after_page(request, name, kept))


def _after_page(request: HttpRequest, name: str, contribution: Contribution) -> str:
    before, after = neighbours_of(name, contribution)
    if request.POST.get("doe") == "vorige":
        return draft_address("step", contribution.token, before or name)
    if text_param(request.GET, BACK) == "controle" or not after:
        return draft_address("check", contribution.token)
    return draft_address("step", contribution.token, after)


@require_http_methods(READ_OR_POST)
@require(may_contribute)
def contribution_check(request: HttpRequest) -> HttpResponse:
    """Everything on one page, what is missing first; sent twice, both times lead to the one page of its state."""
    user = user_of(request)
    contribution = draft_of(request)
    if contribution is None:
        return redirect(
            "knowledge:contribution_own" if request.method == "POST" else "knowledge:contribution_new"
        )
    if not contribution.is_concept:
        return redirect(f"{contribution.get_absolute_url()}?nieuw=1")
    overview = overview_of(contribution, user)
    if request.method == "POST" and not overview.open_steps:
        sent = submit_contribution(contribution=contribution, actor=user)
        return redirect(f"{sent.get_absolute_url()}?nieuw=1")
    token = contribution.token
    context = {
        "overview": overview, "contribution": contribution, "files": list(contribution.files.all()),
        "address": draft_address("check", token), "text_url": draft_address("text", token),
        "rest_url": draft_address("rest", token), "files_url": draft_address("files", token),
        "refused": request.method == "POST",
    }  # fmt: skip
    return render(
        request,
        "knowledge/contributions/check.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(READ_OR_POST)
@require(may_contribute)
def contribution_delete(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first; without a script too."""
    user = user_of(request)
    contribution = get_object_or_404(unsent_contributions(user), token=token)
    if request.method == "POST":
        drop_contribution(contribution=contribution, actor=user)
        messages.success(request, "Wat u schreef, is weggegooid.")
        return redirect("knowledge:contribution_own")
    return render(
        request, "knowledge/contributions/delete.html", {"draft": shown_contributions([contribution])[0]}
    )
