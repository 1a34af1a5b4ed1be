"""The figures of the loket, and the requests behind them as a sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from expertpool.grid.selectors import grid_cells
from krachtwijken.accounts.decorators import require
from krachtwijken.accounts.rules import is_beheer, is_loket
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.charts.bars import draw_bars, draw_columns
from krachtwijken.core.query_params import choice_param
from matching.requests.rules import may_handle
from matching.steering import figures
from matching.steering.export import write_csv, write_xlsx
from matching.steering.periods import PERIODS, Period, period_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {"csv": (write_csv, "text/csv; charset=utf-8"), "xlsx": (write_xlsx, XLSX)}


def sees_figures(viewer: Viewer) -> bool:
    return is_loket(viewer) or is_beheer(viewer)


@require_safe
@require(sees_figures)
def show_figures(request: HttpRequest) -> HttpResponse:
    today, period = timezone.localdate(), _period(request)
    grid = grid_cells("")
    moments = figures.read_moments(period)
    inflow = figures.count_inflow(moments, period, today=today)
    times = figures.times_by_kind(moments)
    loads = figures.load_by_owner(today=today)
    states = figures.count_states(period)
    context = {
        "period": period, "periods": PERIODS, "total": sum(number for _, number in states),
        "inflow": inflow, "inflow_drawn": draw_columns([(f"{month:%m}", number) for month, number in inflow]),
        "times": times,
        "times_drawn": draw_bars([(one.label, one.median) for one in times], marks=[one.norm for one in times]),
        "loads": loads, "loads_drawn": draw_bars([(load.name, load.open) for load in loads]),
        "levels": figures.demand_of_levels(grid), "problems": figures.demand_by_problem(grid),
        "states": states, "states_drawn": draw_bars(states),
        "verdicts": figures.count_verdicts(period), "refusals": figures.count_refusals(period),
        "refusal_reasons": figures.count_refusal_reasons(period),
        "refused": figures.count_refused_by_kind(period), "last_refused": figures.last_refusals(period),
        "is_desk": may_handle(request.user),
    }  # fmt: skip
    return render(request, "matching/steering/figures.html", context)


@require_safe
@require(sees_figures)
def export(request: HttpRequest, form: str) -> HttpResponse:
    if form not in WRITERS:
        raise Http404
    write, kind = WRITERS[form]
    response = HttpResponse(write(_period(request)), content_type=kind)
    name = f"verzoeken-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _period(request: HttpRequest) -> Period:
    code = choice_param(request.GET, "periode", [code for code, _ in PERIODS], default=PERIODS[0][0])
    return period_of(code, today=timezone.localdate())
