"""The public register of couplings, and the pages on which loket and gemeente keep it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core import unsent
from krachtwijken.core.query_params import choice_param, text_param
from krachtwijken.core.versions import ChangedMeanwhileError, VersionedForm
from matching.couplings.forms import CouplingForm, VisitForm, VisitReportForm
from matching.couplings.models import CouplingVisit
from matching.couplings.rules import keeps_couplings, may_couple, may_tell_of, tells_of_visits
from matching.couplings.selectors import (
    couplings_visible_to,
    public_couplings,
    shown_couplings,
    wijken_with_couplings,
    written_facts,
    written_report,
)
from matching.couplings.services import (
    DROPPED,
    add_coupling,
    add_visit,
    adjust_coupling,
    drop_visit,
    record_visit,
)
from matching.models import Coupling
from matching.requests.forms.changed import NOT_KEPT, tell_change
from matching.requests.selectors import requests_visible_to
from matching.requests.workflow import WrongStepError

READ_OR_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 25
VISIT_REPORT = "Verslag van het bezoek"
STATES = (("", "Alles"), ("loopt", "Loopt"), ("voorbij", "Voorbij"))


@require_safe
def list_couplings(request: HttpRequest) -> HttpResponse:
    wijken = wijken_with_couplings()
    wijk = choice_param(request.GET, "wijk", [one.slug for one in wijken])
    state = choice_param(request.GET, "stand", [code for code, _ in STATES])
    found = public_couplings().filter(**({"wijk__slug": wijk} if wijk else {}))
    over = {"ends_on__lt": timezone.localdate()}
    if state:
        found = found.filter(**over) if state == "voorbij" else found.exclude(**over)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page, "rows": shown_couplings(page), "wijken": wijken, "wijk": wijk, "state": state,
        "states": STATES, "may_keep": keeps_couplings(request.user),
    }  # fmt: skip
    return render(request, "matching/couplings/list.html", context)


@require_safe
def show_coupling(request: HttpRequest, pk: int) -> HttpResponse:
    coupling = get_object_or_404(couplings_visible_to(request.user), pk=pk)
    context = {
        "coupling": coupling,
        "row": shown_couplings([coupling])[0],
        "visits": coupling.visits.all(),
        "may_keep": keeps_couplings(request.user),
        "may_tell": may_tell_of(request.user, coupling),
        "is_public": public_couplings().filter(pk=pk).exists(),
    }
    return render(request, "matching/couplings/detail.html", context)


@require_http_methods(READ_OR_POST)
@require(keeps_couplings)
def new_coupling(request: HttpRequest) -> HttpResponse:
    """Of a request when the address names one."""
    reference = text_param(request.GET, "verzoek")
    asked = requests_visible_to(request.user).filter(reference=reference).first() if reference else None
    if reference and (asked is None or not may_couple(request.user, asked)):
        raise Http404
    start = {"purpose": asked.own_answers.get("koppeling", {}).get("waarvoor", "")} if asked else {}
    form = CouplingForm(
        unsent.data(request), request=asked, initial={**start, "starts_on": timezone.localdate()}
    )

    def save(data: dict[str, Any]) -> Coupling:
        wijk = asked.wijk if asked is not None and asked.wijk is not None else data["wijk"]
        return add_coupling(
            wijk=wijk, actor=user_of(request), facts=form.facts, token=data["token"], request=asked,
            mission=form.missions.get(data.get("mission", "")),
        )  # fmt: skip

    return _page(request, form, "Nieuwe koppeling", save)


@require_http_methods(READ_OR_POST)
@require(keeps_couplings)
def change_coupling(request: HttpRequest, pk: int) -> HttpResponse:
    coupling = _coupling(request.user, pk)
    now = written_facts(coupling)
    form = CouplingForm(
        unsent.data(request), coupling=coupling, initial={**now, "name_may_be_public": bool(coupling.name)}
    )
    form.show_version(now)

    def save(_: dict[str, Any]) -> Coupling:
        return adjust_coupling(coupling=coupling, actor=user_of(request), facts=form.facts, seen=form.seen)

    return _page(
        request, form, "Verander de koppeling", save, coupling,
        lambda: written_facts(Coupling.objects.get(pk=pk)),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(tells_of_visits)
def new_visit(request: HttpRequest, pk: int) -> HttpResponse:
    coupling = _coupling(request.user, pk)
    return _page(
        request, VisitForm(unsent.data(request)), "Nieuw bezoek",
        lambda data: add_visit(coupling=coupling, actor=user_of(request), **data), coupling,
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(tells_of_visits)
def tell_of_visit(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    coupling = _coupling(request.user, pk)
    row = _visits(coupling).filter(pk=visit).first()
    if row is None:
        return _show_dropped(request, coupling)
    start = {"held_on": row.held_on or min(row.planned_on, timezone.localdate()), "report": row.report}
    form = VisitReportForm(unsent.data(request), initial=start)
    form.show_version(written_report(row))

    def save(data: dict[str, Any]) -> CouplingVisit:
        return record_visit(
            visit=row, actor=user_of(request), held_on=data["held_on"], report=data["report"], seen=form.seen
        )

    return _page(
        request, form, VISIT_REPORT, save, coupling,
        lambda: written_report(CouplingVisit.objects.get(pk=row.pk)),
    )  # fmt: skip


@require_POST
@require(tells_of_visits)
def cancel_visit(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    coupling = _coupling(request.user, pk)
    row = get_object_or_404(_visits(coupling), pk=visit)
    try:
        drop_visit(visit=row, actor=user_of(request))
        messages.success(request, "Het bezoek staat niet meer in de lijst.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect(coupling)


def _coupling(viewer: Viewer, pk: int) -> Coupling:
    coupling = get_object_or_404(couplings_visible_to(viewer), pk=pk)
    if not may_tell_of(viewer, coupling):
        raise Http404
    return coupling


def _visits(coupling: Coupling) -> QuerySet[CouplingVisit]:
    return coupling.visits.select_related("coupling__wijk__gemeente")


def _show_dropped(request: HttpRequest, coupling: Coupling) -> HttpResponse:
    """Of a visit that was taken from the list: a report that was typed meanwhile can still be copied."""
    if request.method != "POST":
        raise Http404
    form = VisitReportForm(request.POST)
    form.add_error(None, f"{DROPPED} {NOT_KEPT}")
    context = {"form": form, "title": VISIT_REPORT, "coupling": coupling, "is_over": True}
    return render(request, "matching/couplings/form.html", context, status=404)


def _page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    save: Callable[[dict[str, Any]], object],
    coupling: Coupling | None = None,
    stored: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """`stored` gives what stands there now, for a form that somebody else saved meanwhile."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form.cleaned_data)
            messages.success(request, "Bewaard.")
            return redirect(coupling or (saved if isinstance(saved, Coupling) else "matching:couplings"))
        except WrongStepError as error:
            form.add_error(None, str(error))
        except ChangedMeanwhileError as error:
            assert isinstance(form, VersionedForm)  # noqa: S101 - only those are compared
            assert stored is not None  # noqa: S101
            tell_change(form, error, stored())
    context = {"form": form, "title": title, "coupling": coupling}
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/couplings/form.html", context, status=status)
