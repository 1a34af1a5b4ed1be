"""Error pages that look like the site. The one for 500 leans on nothing: no context, no database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from krachtwijken.core.other_account import is_of_an_account, offer_other_account


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    context = offer_other_account(request) if is_of_an_account(request) else {}
    return render(request, "404.html", context, status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def body_too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html"), status=500)
