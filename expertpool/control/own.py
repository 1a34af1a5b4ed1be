"""The pages of the own profile, also for who has none any more."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from expertpool.models import ExpertProfile
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_expert

P = ParamSpec("P")


def with_own_profile(
    view: Callable[Concatenate[HttpRequest, ExpertProfile, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For experts only. Who erased everything, in this tab or another, reads that it is gone and how to come back."""

    @require(is_expert)
    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        profile = ExpertProfile.objects.filter(user=user_of(request)).first()
        if profile is not None:
            return view(request, profile, *args, **kwargs)
        if request.method == "POST":
            return redirect("expertpool:own")
        return render(request, "expertpool/no_profile.html")

    return opened
