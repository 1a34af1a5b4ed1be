"""The public list of rules that several gemeenten report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching.requests.bottlenecks import PUBLIC_FROM, public_bottlenecks


@require_safe
def show_bottlenecks(request: HttpRequest) -> HttpResponse:
    context = {"bottlenecks": public_bottlenecks(), "public_from": PUBLIC_FROM}
    return render(request, "matching/bottlenecks.html", context)
