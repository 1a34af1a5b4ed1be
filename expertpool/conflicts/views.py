"""Interests and exclusions of one profile: for its owner, and for the loket with a check against a gemeente."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from expertpool.conflicts.forms import ExclusionForm, InterestForm
from expertpool.conflicts.selectors import find_conflicts
from expertpool.conflicts.services import add_exclusion, add_interest, remove_exclusion, remove_interest
from expertpool.control.own import with_own_profile
from expertpool.desk.rules import may_manage
from expertpool.desk.selectors import manageable_profile
from expertpool.models import ExcludedBy, ExpertProfile
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.models import Gemeente
from krachtwijken.core.query_params import choice_param

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
@with_own_profile
def own_conflicts(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    return _answer(request, profile, ExcludedBy.EXPERT, {"back": "expertpool:own"})


@require_http_methods(READ_OR_POST)
@require(may_manage)
def desk_conflicts(request: HttpRequest, slug: str) -> HttpResponse:
    profile = manageable_profile(user_of(request), slug)
    if profile is None:
        raise Http404
    gemeenten = list(Gemeente.objects.all())
    chosen = choice_param(request.GET, "gemeente", [one.slug for one in gemeenten])
    asked = next((one for one in gemeenten if one.slug == chosen), None)
    context = {
        "gemeenten": gemeenten,
        "asked": asked,
        "conflicts": find_conflicts(profile=profile, gemeente=asked) if asked else [],
        "for_desk": True,
    }
    return _answer(request, profile, ExcludedBy.GEMEENTE, context)


def _answer(
    request: HttpRequest, profile: ExpertProfile, side: ExcludedBy, context: dict[str, Any]
) -> HttpResponse:
    what = request.POST.get("what", "")
    interest = InterestForm(request.POST if what == "interest" else None)
    exclusion = ExclusionForm(request.POST if what == "exclusion" else None)
    if request.method == "POST" and _is_done(request, profile, side, interest, exclusion):
        messages.success(request, "Bewaard.")
        return redirect(request.path)
    context = {
        **context,
        "profile": profile,
        "interests": profile.interests.select_related("gemeente", "organisation"),
        "exclusions": profile.exclusions.select_related("gemeente"),
        "side": side,
        "interest_form": interest,
        "exclusion_form": exclusion,
        "form": exclusion if what == "exclusion" else interest,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "expertpool/conflicts.html", context, status=status)


def _is_done(
    request: HttpRequest,
    profile: ExpertProfile,
    side: ExcludedBy,
    interest: InterestForm,
    exclusion: ExclusionForm,
) -> bool:
    actor = user_of(request)
    removed = {
        name: int(value)
        for name in ("remove_interest", "remove_exclusion")
        if (value := request.POST.get(name, "")).isdecimal() and len(value) < 12
    }
    if "remove_interest" in removed:
        remove_interest(profile=profile, interest=removed["remove_interest"], actor=actor)
    elif "remove_exclusion" in removed:
        remove_exclusion(profile=profile, exclusion=removed["remove_exclusion"], actor=actor)
    elif interest.is_bound and interest.is_valid():
        data = interest.cleaned_data
        place = data["gemeente"] or data["organisation"]
        add_interest(profile=profile, actor=actor, place=place, role=data["role"], until=data["until"])
    elif exclusion.is_bound and exclusion.is_valid():
        add_exclusion(profile=profile, gemeente=exclusion.cleaned_data["excluded"], by=side, actor=actor)
    else:
        return False
    return True
