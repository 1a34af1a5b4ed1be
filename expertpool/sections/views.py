"""The parts of the own profile, one short page each, and the list of work that proves it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from expertpool.control.own import with_own_profile
from expertpool.models import ExpertProfile, ProfileEvidence
from expertpool.sections.evidence_form import EvidenceForm
from expertpool.sections.fields import tell_of_other
from expertpool.sections.forms import SECTIONS
from expertpool.sections.selectors import evidence_values, section_values
from expertpool.sections.services import (
    EvidenceGoneError,
    TooMuchEvidenceError,
    confirm_evidence,
    remove_evidence,
    save_evidence,
    save_section,
)
from krachtwijken.accounts.decorators import user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import ChangedMeanwhileError

READ_OR_POST = ["GET", "HEAD", "POST"]
SAVED = "Bewaard."


@require_http_methods(READ_OR_POST)
@with_own_profile
def own_section(request: HttpRequest, profile: ExpertProfile, name: str) -> HttpResponse:
    return answer_section(request, profile, name, {"back": "/mijn/profiel/"})


def answer_section(
    request: HttpRequest, profile: ExpertProfile, name: str, context: dict[str, Any]
) -> HttpResponse:
    """One part, for whoever may write it; the service asks again."""
    if name not in SECTIONS:
        raise Http404
    title, form_class = SECTIONS[name]
    now = section_values(profile, form_class.names)
    form = form_class(unsent.data(request), initial=form_class.start(now))
    if context.get("of_other"):
        tell_of_other(form)
    form.show_version(now)
    if request.method == "POST" and form.is_valid():
        try:
            save_section(profile=profile, actor=user_of(request), values=form.stored(), seen=form.seen)
        except ChangedMeanwhileError as error:
            form.tell_changed(error)
        else:
            messages.success(request, SAVED)
            return redirect(context["back"])
    context = {"form": form, "title": title, "profile": profile, **context}
    return render(
        request, "expertpool/section.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(READ_OR_POST)
@with_own_profile
def own_evidence(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    return answer_evidence_list(request, profile, {"back": "/mijn/profiel/"})


def answer_evidence_list(
    request: HttpRequest, profile: ExpertProfile, context: dict[str, Any]
) -> HttpResponse:
    """The list, with a button per row to confirm it or take it away."""
    for name, service, told in (
        ("confirm", confirm_evidence, "Dit telt weer mee."),
        ("remove", remove_evidence, "Het is weg."),
    ):
        chosen = request.POST.get(name, "")
        if chosen.isdecimal() and len(chosen) < 12:
            service(profile=profile, actor=user_of(request), evidence=int(chosen))
            messages.success(request, told)
            return redirect(request.path)
    rows = profile.evidence.select_related("page").prefetch_related("ability_rows")
    return render(request, "expertpool/evidence_list.html", {"rows": rows, "profile": profile, **context})


@require_http_methods(READ_OR_POST)
@with_own_profile
def own_evidence_edit(request: HttpRequest, profile: ExpertProfile, pk: int | None = None) -> HttpResponse:
    return answer_evidence(request, profile, pk, {"back": "/mijn/profiel/bewijs/"})


def answer_evidence(
    request: HttpRequest, profile: ExpertProfile, pk: int | None, context: dict[str, Any]
) -> HttpResponse:
    """Of a row, or a new one where there is no number; 0 is a number that no row has."""
    row = get_object_or_404(profile.evidence, pk=pk) if pk is not None else None
    form = EvidenceForm(unsent.data(request), viewer=request.user, profile=profile, initial=_start_of(row))
    if context.get("of_other"):
        tell_of_other(form)
    if row is not None:
        form.show_version(evidence_values(row))
    if request.method == "POST" and form.is_valid() and _is_saved(request, profile, pk, form):
        messages.success(request, SAVED)
        return redirect(context["back"])
    title = row.title if row is not None else "Voeg bewijs toe"
    context = {"form": form, "title": title, "back_title": "Waar het uit blijkt", **context}
    return render(
        request, "expertpool/section.html", context, status=422 if request.method == "POST" else 200
    )


def _start_of(row: ProfileEvidence | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {**evidence_values(row), "page": row.page.title if row.page else ""}


def _is_saved(request: HttpRequest, profile: ExpertProfile, pk: int | None, form: EvidenceForm) -> bool:
    try:
        save_evidence(
            profile=profile, actor=user_of(request), values=form.stored(), evidence=pk, seen=form.seen
        )
    except ChangedMeanwhileError as error:
        form.tell_changed(error)
    except TooMuchEvidenceError:
        form.add_error(None, "Hier staat al veel bewijs. Haal er eerst een weg.")
    except EvidenceGoneError:
        form.add_error(None, "Dit bewijs is net weggehaald. Voeg het opnieuw toe als u het wilt houden.")
    else:
        return True
    return False
