"""The pool for the loket and beheer: find, see until when consent holds, adjust availability, narrow who sees it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from expertpool.desk.forms import AdjustForm
from expertpool.desk.rules import may_manage, may_see_lapsed
from expertpool.desk.selectors import (
    FILTERS,
    choices_for,
    consent_of,
    manageable_profile,
    managed_profiles,
    row_of,
)
from expertpool.desk.services import NotAllowedError, adjust_profile
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.query_params import choice_param

PER_PAGE = 25
CHANGED_MEANWHILE = "De persoon veranderde dit profiel net zelf. Kijk opnieuw en probeer het nog eens."


@require_safe
@require(may_manage)
def profiles(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    choices = {name: choices_for(user, name) for name in FILTERS}
    chosen = {
        name: value
        for name, options in choices.items()
        if (value := choice_param(request.GET, name, [code for code, _ in options]))
    }
    managed = managed_profiles(user, chosen)
    page = Paginator(managed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [row_of(profile) for profile in page],
        "choices": [
            (name, title, choices[name], chosen.get(name, "")) for name, (title, _) in FILTERS.items()
        ],
        "narrowed": len(chosen),
        "hides_lapsed": not may_see_lapsed(user),
    }
    return render(request, "expertpool/desk_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_manage)
def adjust(request: HttpRequest, slug: str) -> HttpResponse:
    user = user_of(request)
    profile = manageable_profile(user, slug)
    if profile is None:
        raise Http404
    form = AdjustForm(unsent.data(request), profile=profile)
    if request.method == "POST" and form.is_valid():
        try:
            adjust_profile(profile=profile, actor=user, changes=form.cleaned_data)
        except NotAllowedError:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "Bewaard. De persoon krijgt hier bericht van.")
            return redirect("expertpool:desk")
    context = {
        "profile": profile,
        "form": form,
        "consent": consent_of(profile, today=timezone.localdate()),
    }
    return render(
        request, "expertpool/desk_adjust.html", context, status=422 if request.method == "POST" else 200
    )
