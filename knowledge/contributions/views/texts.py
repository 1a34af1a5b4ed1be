"""A text to begin with, what is left of it, and documents that go with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from knowledge.contributions.forms.texts import AttachmentForm, PastedTextForm, RestForm
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.drafts import (
    ChangedElsewhereError,
    SentAlreadyError,
    lock_contribution,
    save_contribution,
)
from knowledge.contributions.services.files import MOST_FILES, add_file, remove_file
from knowledge.contributions.services.filling import fill_from_text, is_full, settle_rest
from knowledge.contributions.views.addresses import (
    CHANGED,
    draft_address,
    lead_to_sent,
    token_in,
    with_unsent,
)
from krachtwijken.accounts.decorators import user_of
from krachtwijken.core import unsent
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.query_params import whole_number
from krachtwijken.core.ratelimit import allow
from krachtwijken.core.tokens import new_token

# Reading a file costs seconds of a process.
READINGS, HOUR = 40, 60 * 60
FULL = f"Er gaan hooguit {MOST_FILES} bijlagen mee. Haal er eerst een weg."
DIVIDE_FIRST = "Er staat nog veel tekst die u niet plaatste. Verdeel die eerst."
DIVIDED = "Wij hebben uw tekst verdeeld. Kijk of alles op de goede plek staat."
NOTHING_PLACED = (
    "Wij herkenden geen kopjes in uw tekst. Daarom konden wij niets verdelen: uw tekst staat nog in zijn geheel onder ‘Nog niet "
    "geplaatst’. Zet een kopje boven elk deel, op een eigen regel, zoals Aanleiding, Doel, Aanpak en Resultaten. Plak de tekst "
    "dan opnieuw, en laat het oude stuk weg. Of vul de vragen hieronder zelf in."
)
NOTHING_NEW = "Wij zetten niets van deze tekst op een plek. Uw tekst staat onder ‘Nog niet geplaatst’. Verdeel hem daar."


@with_unsent
def contribution_text(request: HttpRequest, contribution: Contribution | None) -> HttpResponse:
    """A pasted text or a file fills what is still empty; nothing that was typed is replaced."""
    token = token_in(request) or new_token()
    user = user_of(request)
    if request.method == "POST" and not allow(
        scope="contribution.text", who=str(user.pk), limit=READINGS, seconds=HOUR
    ):
        return too_many_requests(request)
    form = PastedTextForm(unsent.data(request), request.FILES or None)
    if request.method == "POST" and contribution is not None and is_full(contribution):
        form.add_error("text", DIVIDE_FIRST)
    if request.method == "POST" and form.is_valid():
        return _fill(
            request, token, form.cleaned_data["text"], dict(contribution.answers) if contribution else {}
        )
    context = {
        "form": form,
        "address": draft_address("text", token),
        "skip": draft_address("step", token, "waar"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/contributions/text.html", context, status=status)


def _fill(request: HttpRequest, token: str, text: str, before: dict[str, Any]) -> HttpResponse:
    """`before` is what was answered already: a second text may find every place taken."""
    try:
        filled = fill_from_text(actor=user_of(request), token=token, text=text)
    except SentAlreadyError as error:
        return lead_to_sent(request, error.contribution)
    if filled.answers != before:
        messages.success(request, DIVIDED)
    else:
        messages.warning(request, NOTHING_NEW if before else NOTHING_PLACED)
    return redirect(draft_address("check", token))


@with_unsent
def contribution_rest(request: HttpRequest, contribution: Contribution | None) -> HttpResponse:
    """What of a text fits nowhere: the writer says where it goes, piece by piece."""
    if contribution is None:
        return redirect("knowledge:contribution_new")
    form = RestForm(request.POST if request.method == "POST" else None, pieces=contribution.rest)
    if request.method == "POST" and form.is_valid():
        return _settle(request, contribution, form)
    context = {
        "form": form, "rows": form.rows(), "count": len(contribution.rest),
        "address": draft_address("rest", contribution.token), "overview_url": draft_address("check", contribution.token),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/contributions/rest.html", context, status=status)


def _settle(request: HttpRequest, contribution: Contribution, form: RestForm) -> HttpResponse:
    seen = whole_number(request.POST.get("aantal", ""))
    try:
        settle_rest(
            actor=user_of(request),
            token=contribution.token,
            places=form.places(),
            seen=-1 if seen is None else seen,
        )
    except (ChangedElsewhereError, SentAlreadyError):
        messages.warning(request, CHANGED)
        return redirect(draft_address("rest", contribution.token))
    return redirect(draft_address("check", contribution.token))


@with_unsent
def contribution_files(request: HttpRequest, contribution: Contribution | None) -> HttpResponse:
    """Documents that go with it: one at a time, and each can be taken away again."""
    token = token_in(request) or new_token()
    removed = whole_number(request.POST.get("weg", ""))
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and removed is not None:
        return _change_files(request, token, None, removed)
    if request.method == "POST" and contribution is not None and contribution.files.count() >= MOST_FILES:
        form.add_error(None, FULL)
    if request.method == "POST" and form.is_valid():
        return _change_files(request, token, form, None)
    if request.method != "POST":
        form = AttachmentForm()
    context = {
        "form": form, "files": list(contribution.files.all()) if contribution else [], "most": MOST_FILES,
        "address": draft_address("files", token), "overview_url": draft_address("check", token),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/contributions/files.html", context, status=status)


@transaction.atomic
def _change_files(
    request: HttpRequest, token: str, form: AttachmentForm | None, removed: int | None
) -> HttpResponse:
    try:
        contribution = lock_contribution(actor=user_of(request), token=token)
    except SentAlreadyError as error:
        return lead_to_sent(request, error.contribution)
    if contribution.pk is None:
        save_contribution(contribution)
    if form is not None:
        if contribution.files.count() >= MOST_FILES:
            raise PermissionDenied
        add_file(contribution=contribution, file=form.cleaned_data["file"])
    elif removed is not None:
        remove_file(contribution=contribution, pk=removed)
    return redirect(draft_address("files", token))
