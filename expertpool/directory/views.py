"""The pool for visitors, and the own profile for its owner."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from expertpool.directory.forms import ProfileForm
from expertpool.directory.selectors import PoolFilters, count_by_level_and_theme, filter_profiles
from expertpool.directory.services import EDITABLE, save_profile, withdraw_consent
from expertpool.enums import ExpertRole, Level
from expertpool.models import ExpertProfile
from expertpool.selectors import profiles_visible_to
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_expert
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.visibility import pages_visible_to

PER_PAGE = 12
Counts = Mapping[tuple[str, str], int]


@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    filters = PoolFilters.from_query(request.GET)
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
        ],
        "narrowed": bool(filters),
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
    evidence = profile.evidence.all()
    pages = Page.objects.filter(pk__in=[row.page_id for row in evidence if row.page_id])
    addresses = {page.pk: page.url for page in pages_visible_to(request.user, pages)}
    links = [(row, addresses.get(row.page_id)) for row in evidence if row.counts]
    return render(request, "expertpool/detail.html", {"profile": profile, "evidence": links})


@require_http_methods(["GET", "HEAD", "POST"])
@require(is_expert)
def own(request: HttpRequest) -> HttpResponse:
    profile = get_object_or_404(ExpertProfile, user=user_of(request))
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        fresh = ExpertProfile.objects.get(pk=profile.pk)
        save_profile(
            profile=fresh,
            actor=user_of(request),
            changes={name: form.cleaned_data[name] for name in EDITABLE},
        )
        messages.success(request, "Uw profiel is bewaard.")
        return redirect("expertpool:own")
    return render(request, "expertpool/own.html", {"profile": profile, "form": form})


@require_POST
@require(is_expert)
def withdraw(request: HttpRequest) -> HttpResponse:
    profile = get_object_or_404(ExpertProfile, user=user_of(request))
    withdraw_consent(profile=profile, actor=user_of(request))
    messages.success(request, "Uw profiel is nu voor niemand anders meer te zien.")
    return redirect("expertpool:own")


@require_safe
@require(is_expert)
def export(request: HttpRequest) -> HttpResponse:
    """Everything the pool knows of its owner."""
    profile = get_object_or_404(ExpertProfile, user=user_of(request))
    data = model_to_dict(profile, exclude=["id", "user"])
    data["evidence"] = [model_to_dict(row, exclude=["id", "profile"]) for row in profile.evidence.all()]
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="mijn-profiel.json"'
    return response
