"""The wizard: one thing a page, several requests at once, each with its own address."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.core import unsent
from krachtwijken.core.forms import is_only_incomplete
from krachtwijken.core.query_params import text_param
from krachtwijken.core.tokens import new_token
from krachtwijken.core.versions import (
    FIELD,
    ChangedMeanwhileError,
    attach_version,
    mark_sent_with,
    tell_change_in,
)
from matching.models import RequestDraft
from matching.requests.chosen import from_address
from matching.requests.forms.wizard import CONTACT_HINT, KNOWN, STEPS, TITLES, pages_for
from matching.requests.kinds.propose import propose_kind
from matching.requests.kinds.registry import TYPES
from matching.requests.presenter import shown_drafts, summary_of
from matching.requests.rules import may_ask
from matching.requests.selectors import draft_at, open_drafts
from matching.requests.services.drafts import COUNTED, AlreadySentError, drop_draft, keep_answers
from matching.requests.services.submit import submit_request
from matching.requests.taken_over import TakenOver, taken_over
from search.api import statement_for

FIRST = next(iter(STEPS))
_AFTER_KNOWN = list(TITLES)[list(TITLES).index(KNOWN) + 1]
# The token of an answer package whose problem text is taken over; travels in the address until a page is sent.
PACKAGE = "pakket"
# The problems that its reader chose; travels with it.
CHOSEN = "problemen"
# Which draft; travels in every address of the wizard.
DRAFT = "concept"
TOKEN_LENGTH = 40
READ_OR_POST = ["GET", "HEAD", "POST"]
KEPT = "Wij hebben uw aanvraag bewaard. U vindt hem hier terug."
SENT = "Deze aanvraag hebt u al verstuurd. Hier ziet u hoe het ermee staat."


@require_safe
@require(may_ask)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a request; with others that were not sent the choice is to go on with one of those. Nothing is replaced."""
    token = text_param(request.GET, PACKAGE)
    begin = wizard_address("step", new_token(), FIRST, **kept_parameters(request))
    drafts = open_drafts(user_of(request))
    if not drafts:
        return redirect(begin)
    context = {"drafts": shown_drafts(drafts), "begin": begin, "with_package": bool(token)}
    return render(request, "matching/drafts.html", context)


@require_http_methods(READ_OR_POST)
@require(may_ask)
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the wizard. Every button keeps what was typed; only going on wants it to be right."""
    if name not in STEPS:
        raise Http404
    user = user_of(request)
    token = text_param(request.GET, DRAFT, longest=TOKEN_LENGTH)
    draft = draft_at(user, token)
    if draft is not None and draft.submitted is not None:
        messages.info(request, SENT)
        return redirect(draft.submitted)
    token = token or (draft.token if draft else new_token())
    statement = statement_for(text_param(request.GET, PACKAGE))
    problem = statement.text if statement else ""
    data = unsent.data(request)
    answers = {"problem": problem} | (draft.answers if draft else {})
    over = taken_over(name, user, answers)
    form = _form(name, data, user, answers, stored=draft.answers if draft else {}, over=over)
    leaving = request.POST.get("doe", "") if request.method == "POST" else ""
    if request.method == "POST" and (form.is_valid() or (leaving and is_only_incomplete(form))):
        try:
            return _keep(request, name, token, form, problem)
        except ChangedMeanwhileError as error:
            tell_change_in(form, error)
    if request.method == "GET" and data is not None:
        messages.info(request, "U bent weer ingelogd. Wat u typte, staat er nog.")
    context = {
        "form": form, "here": name, "title": TITLES[name], "leaving": bool(leaving),
        "steps": [(key, TITLES[key]) for key in pages_for(answers)], "is_first": name == FIRST,
        "address": wizard_address("step", token, name, **kept_parameters(request)), **_beside(name, answers),
        "whence": over.whence if data is None else "",
    }  # fmt: skip
    return render(request, "matching/step.html", context, status=422 if request.method == "POST" else 200)


def _form(
    name: str,
    data: QueryDict | None,
    user: User,
    answers: dict[str, Any],
    *,
    stored: dict[str, Any],
    over: TakenOver,
) -> forms.Form:
    """Filled in with what was typed, else with what is known: who asked before is not asked the same again."""
    known = dict(over.values)
    if name == "soort" and (proposal := propose_kind(answers.get("problem") or "")):
        known = {"kind": proposal.kind}
    form = STEPS[name](data, initial=known | answers, **_options(name, user, answers))
    attach_version(form, {field: stored.get(field) for field in form.fields})
    return form


def _options(name: str, user: User, answers: dict[str, Any]) -> dict[str, Any]:
    if name == "vragen":
        return {"kind": str(answers.get("kind") or "")}
    return {"user": user} if name == "wijk" else {}


def _beside(name: str, answers: dict[str, Any]) -> dict[str, Any]:
    """What a page shows above its questions."""
    if name == "soort":
        proposal = propose_kind(answers.get("problem") or "")
        return {"proposal": proposal, "proposed": TYPES[proposal.kind].kind.label if proposal else ""}
    if name == "vragen" and answers.get("kind") in TYPES:
        return {"chosen": TYPES[answers["kind"]]}
    return {"hint": CONTACT_HINT} if name == "contact" else {}


def _keep(request: HttpRequest, name: str, token: str, form: forms.Form, problem: str) -> HttpResponse:
    answers = {key: value for key, value in form.cleaned_data.items() if key != FIELD}
    seen = mark_sent_with(form)
    try:
        draft = keep_answers(
            actor=user_of(request), answers=answers, token=token, seen=seen,
            problem=problem, chosen=from_address(text_param(request.GET, CHOSEN)),
        )  # fmt: skip
    except AlreadySentError as error:
        messages.info(request, SENT)
        return redirect(error.request)
    if request.POST.get("doe") == "stop":
        messages.success(request, KEPT)
        return redirect("matching:own")
    return redirect(address_after(name, draft, request))


def address_after(name: str, draft: RequestDraft, request: HttpRequest) -> str:
    pages = pages_for(draft.answers)
    place = pages.index(name) if name in pages else pages.index("soort")
    if request.POST.get("doe") == "vorige":
        return page_address(draft.token, pages[max(0, place - 1)])
    is_checked = request.GET.get("terug") == "controle" and not _first_open_step(
        draft.answers, user_of(request)
    )
    if is_checked or place + 1 == len(pages):
        return wizard_address("check", draft.token)
    return page_address(draft.token, pages[place + 1])


@require_http_methods(READ_OR_POST)
@require(may_ask)
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more; sent twice, both times lead to the one request."""
    user = user_of(request)
    draft = draft_at(user, text_param(request.GET, DRAFT, longest=TOKEN_LENGTH))
    if draft is None:
        # Sent a second time without the address of the draft: the first made the request.
        return redirect("matching:own" if request.method == "POST" else "matching:new")
    if draft.submitted is not None:
        return redirect(f"{draft.submitted.get_absolute_url()}?nieuw=1")
    if open_step := _first_open_step(draft.answers, user):
        if open_step == _AFTER_KNOWN and COUNTED not in draft.answers:
            # Who left before what is known was shown has not seen it yet.
            return redirect(page_address(draft.token, KNOWN))
        return redirect(wizard_address("step", draft.token, open_step))
    if request.method == "POST":
        made = submit_request(draft=draft, actor=user)
        return redirect(f"{made.get_absolute_url()}?nieuw=1")
    rows = [
        (question, answer, wizard_address("step", draft.token, name, terug="controle") if name else "")
        for question, answer, name in summary_of(draft.answers, files=draft.files.all())
    ]
    context = {
        "rows": rows,
        "address": wizard_address("check", draft.token),
        "previous": page_address(draft.token, pages_for(draft.answers)[-1]),
    }
    return render(request, "matching/check.html", context)


def _first_open_step(answers: dict[str, Any], user: User) -> str:
    """The page to go on with: not seen yet, or not right any more. Empty when all is complete."""
    for name in (name for name in pages_for(answers) if name in STEPS):
        form = STEPS[name](answers, **_options(name, user, answers))
        asked = set(form.fields) - getattr(form, "asked_later", set())
        if not form.is_valid() or not asked <= set(answers):
            return name
    return ""


@require_http_methods(READ_OR_POST)
@require(may_ask)
def delete_draft(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first; without a script too."""
    user = user_of(request)
    draft = get_object_or_404(open_drafts(user), token=token)
    if request.method == "POST":
        drop_draft(draft=draft, actor=user)
        messages.success(request, "De aanvraag is weggegooid.")
        return redirect("matching:own")
    return render(request, "matching/draft_delete.html", {"draft": shown_drafts([draft])[0]})


def kept_parameters(request: HttpRequest) -> dict[str, str]:
    wanted = {name: text_param(request.GET, name) for name in (PACKAGE, CHOSEN, "terug")}
    return {name: value for name, value in wanted.items() if value}


def page_address(token: str, name: str) -> str:
    return wizard_address("step", token, name)


def wizard_address(view: str, token: str, *arguments: str, **query: str) -> str:
    return reverse(f"matching:{view}", args=arguments, query={DRAFT: token, **query})
