"""The grid for the loket, starting a call from a hole, and the public page of the call."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from expertpool.admission.views import answer_nomination
from expertpool.desk.rules import may_manage
from expertpool.enums import Level, Province
from expertpool.grid.forms import CallForm
from expertpool.grid.selectors import grid_cells, open_calls
from expertpool.grid.services import end_call, start_call
from expertpool.models import RecruitmentCall
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import Theme
from krachtwijken.core.query_params import choice_param

READ_OR_POST = ["GET", "HEAD", "POST"]
CELL_WIDTH, CELL_HEIGHT, LABELS, HEAD = 96, 40, 190, 30


@require_safe
@require(may_manage)
def pool_grid(request: HttpRequest) -> HttpResponse:
    region = choice_param(request.GET, "regio", Province.values)
    rows = grid_cells(region)
    context = {
        "rows": rows,
        "drawn": [
            [(LABELS + place * CELL_WIDTH, HEAD + line * CELL_HEIGHT, cell) for place, cell in enumerate(row)]
            for line, row in enumerate(rows)
        ],
        "heads": [
            (LABELS + place * CELL_WIDTH + CELL_WIDTH // 2, theme) for place, theme in enumerate(ThemeCode)
        ],
        "width": LABELS + len(ThemeCode) * CELL_WIDTH,
        "height": HEAD + len(rows) * CELL_HEIGHT,
        "region": region,
        "regions": Province.values,
        "calls": open_calls(),
    }
    return render(request, "expertpool/grid.html", context)


@require_http_methods(READ_OR_POST)
@require(may_manage)
def call_start(request: HttpRequest, level: str, theme: str) -> HttpResponse:
    if level not in Level.values:
        raise Http404
    chosen = get_object_or_404(Theme, code=theme)
    region = choice_param(request.GET, "regio", Province.values)
    form = CallForm(unsent.data(request))
    if request.method == "POST" and form.is_valid():
        call = start_call(
            actor=user_of(request), level=Level(level), theme=chosen, region=region, **form.cleaned_data
        )
        messages.success(request, "De oproep staat open.")
        return redirect("expertpool:call", pk=call.pk)
    beside = open_calls().filter(level=level, theme=chosen, region=region)
    context = {"form": form, "level": Level(level), "theme": chosen, "region": region, "beside": beside}
    status = 422 if request.method == "POST" else 200
    return render(request, "expertpool/call_start.html", context, status=status)


@require_http_methods(READ_OR_POST)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Public until its last day, with the form to nominate."""
    shown = open_calls().filter(pk=pk).first()
    if shown is None:
        ended = get_object_or_404(RecruitmentCall.objects.select_related("theme"), pk=pk)
        return render(request, "expertpool/call_closed.html", {"call": ended}, status=410)
    return answer_nomination(
        request, "expertpool/call.html", {"call": shown, "may_end": may_manage(request.user)}
    )


@require_http_methods(["POST"])
@require(may_manage)
def call_end(request: HttpRequest, pk: int) -> HttpResponse:
    end_call(call=get_object_or_404(RecruitmentCall, pk=pk), actor=user_of(request))
    messages.success(request, "De oproep is gesloten.")
    return redirect("expertpool:grid")
