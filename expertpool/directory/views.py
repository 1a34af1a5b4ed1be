"""The pool for visitors, and the own profile for its owner."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from expertpool.control.own import with_own_profile
from expertpool.control.own_export import data_of_owner
from expertpool.control.terms import own_terms
from expertpool.control.viewing import note_look
from expertpool.directory.forms import ProfileForm
from expertpool.directory.presenter import show_profile, words_of_profile
from expertpool.directory.providers import open_work
from expertpool.directory.selectors import PoolFilters, count_by_level_and_theme, filter_profiles
from expertpool.directory.services import EDITABLE, note_export, save_profile, withdraw_consent
from expertpool.enums import ExpertRole, Level, Province
from expertpool.grid.selectors import open_calls
from expertpool.models import ExpertProfile, Pause, ProfileViews
from expertpool.sections.forms import SECTIONS
from expertpool.sections.selectors import section_lines
from expertpool.selectors import profiles_visible_to
from krachtwijken.accounts.decorators import user_of
from krachtwijken.accounts.rules import is_loket
from krachtwijken.core import unsent
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.versions import ChangedMeanwhileError

PER_PAGE = 12
Counts = Mapping[tuple[str, str], int]


@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    problems = dict(ProblemLabel.objects.values_list("code", "label"))
    filters = PoolFilters.from_query(request.GET, problems=problems)
    context = {
        "page_obj": Paginator(filter_profiles(request.user, filters), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "grid": _grid(count_by_level_and_theme(request.user)),
        "themes": ThemeCode.choices,
        "choices": [
            ("thema", "Thema", ThemeCode.choices, filters.theme),
            ("niveau", "Niveau", Level.choices, filters.level),
            ("rol", "Rol", ExpertRole.choices, filters.role),
            ("provincie", "Komt in provincie", Province.choices, filters.province),
            ("probleem", "Werkte aan", sorted(problems.items(), key=lambda each: each[1]), filters.problem),
        ],
        "narrowed": bool(filters),
        "feed": f"{reverse('search:people_feed')}{filters.query}",
        "calls": open_calls(),
    }
    return render(request, "expertpool/pool.html", context)


def _grid(counts: Counts) -> list[dict[str, Any]]:
    return [
        {"label": level.label, "cells": [_cell(level, theme, counts) for theme in ThemeCode]}
        for level in Level
    ]


def _cell(level: Level, theme: ThemeCode, counts: Counts) -> tuple[str, int]:
    return f"?niveau={level.value}&thema={theme.value}", counts.get((level.value, theme.value), 0)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    profile = get_object_or_404(profiles_visible_to(request.user), slug=slug)
    note_look(request, profile)
    context = {
        "profile": profile, "shown": show_profile(profile, request.user), "may_invite": is_loket(request.user),
    }  # fmt: skip
    return render(request, "expertpool/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_profile
def own(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    lines = section_lines(profile)
    form = ProfileForm(unsent.data(request), instance=profile)
    form.show_version({name: getattr(profile, name) for name in EDITABLE})
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in EDITABLE}
        try:
            save_profile(profile=profile, actor=user_of(request), changes=changes, seen=form.seen)
        except ChangedMeanwhileError as error:
            form.tell_changed(error, words_of_profile(profile))
        else:
            messages.success(request, "Uw profiel is bewaard.")
            return redirect("expertpool:own")
    context = {
        "profile": profile,
        "form": form,
        "sections": [(name, title, lines[name]) for name, (title, _) in SECTIONS.items()],
        "proofs": len(profile.counting_evidence()),
        "listed": profile.has_consent(today=timezone.localdate()),
        "pauses": Pause.objects.filter(profile=profile, ends__gte=timezone.localdate()),
        "views": ProfileViews.objects.filter(profile=profile),
        "work": open_work.current()(profile),
        "terms": own_terms(),
    }
    return render(request, "expertpool/own.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_profile
def withdraw(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    """Asks first; without a script too."""
    if request.method != "POST":
        context = {"work": open_work.current()(profile)}
        return render(request, "expertpool/withdraw.html", context)
    withdraw_consent(profile=profile, actor=user_of(request))
    messages.success(request, "Uw profiel is nu voor niemand anders meer te zien.")
    return redirect("expertpool:own")


@require_safe
@with_own_profile
def export(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    """Everything the pool knows of its owner."""
    data = data_of_owner(profile)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="mijn-profiel.json"'
    note_export(profile=profile, actor=user_of(request))
    return response
