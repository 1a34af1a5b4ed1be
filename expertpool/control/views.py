"""Pauses, and leaving for good."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from expertpool.control.forms import PauseForm
from expertpool.control.own import with_own_profile
from expertpool.control.services import (
    PausesOverlapError,
    TooManyPausesError,
    add_pause,
    delete_profile,
    remove_pause,
)
from expertpool.directory.providers import open_work
from expertpool.models import ExpertProfile
from krachtwijken.accounts.decorators import user_of

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
@with_own_profile
def pauses(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    removed = request.POST.get("remove", "")
    if removed.isdecimal() and len(removed) < 12:
        remove_pause(profile=profile, pause=int(removed), actor=user_of(request))
        messages.success(request, "De pauze is weg. U bent weer te vragen.")
        return redirect("expertpool:own")
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_pause(profile=profile, actor=user_of(request), **form.cleaned_data)
        except PausesOverlapError as error:
            first, last = (date_format(day, "j F Y") for day in (error.pause.starts, error.pause.ends))
            form.add_error(
                "starts", f"U hebt al een pauze van {first} tot en met {last}. Haal die eerst weg."
            )
        except TooManyPausesError:
            form.add_error(None, "U hebt al veel pauzes. Haal er eerst een weg.")
        else:
            messages.success(request, "Bewaard. In die tijd vraagt niemand u.")
            return redirect("expertpool:own")
    status = 422 if request.method == "POST" else 200
    return render(request, "expertpool/pauses.html", {"form": form, "profile": profile}, status=status)


@require_http_methods(READ_OR_POST)
@with_own_profile
def erase(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    """Asks first; without a script too."""
    if request.method != "POST":
        context = {"profile": profile, "work": open_work.current()(profile)}
        return render(request, "expertpool/erase.html", context)
    delete_profile(profile=profile, actor=user_of(request))
    messages.success(request, "Uw profiel en alles wat erbij hoort is gewist.")
    return redirect("accounts:mine")
