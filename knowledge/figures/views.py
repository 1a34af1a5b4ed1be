"""The figures of a centre in the content management, and as a sheet."""

import csv
from io import StringIO

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from knowledge.figures.rules import centres_with_figures
from knowledge.figures.selectors import PERIODS, CentreFigures, figures_of, first_day
from knowledge.models import CentrePage
from krachtwijken.core.exports import text_of_csv
from krachtwijken.core.query_params import choice_param

HEADINGS = (
    "pagina",
    "adres",
    "soort",
    "keer bekeken",
    "op lijsten bewaard",
    "verzoeken met deze pagina in een voorstel",
)
# What a Dutch Excel takes for the mark between columns; the mark in front makes it read UTF-8.
SEPARATOR, BYTE_ORDER_MARK = ";", "\ufeff"


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    centres = centres_with_figures(request.user)
    if not centres:
        raise PermissionDenied
    centre = _chosen(centres, request.GET.get("centrum", ""))
    period = _period(request)
    context = {
        "centres": centres,
        "centre": centre,
        "period": period,
        "periods": [(value, label) for value, (label, _) in PERIODS.items()],
        "figures": figures_of(request.user, centre, first_day(PERIODS[period][1])),
        "page_title": "Cijfers van een kenniscentrum",
    }
    return render(request, "knowledge/figures/centre.html", context)


@require_safe
def export_figures(request: HttpRequest, pk: int) -> HttpResponse:
    centres = centres_with_figures(request.user)
    if not centres:
        raise PermissionDenied
    centre = _chosen(centres, str(pk))
    figures = figures_of(request.user, centre, first_day(PERIODS[_period(request)][1]))
    response = HttpResponse(_sheet(figures, request), content_type="text/csv; charset=utf-8")
    name = f"cijfers-{centre.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sheet(figures: CentreFigures, request: HttpRequest) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR)
    writer.writerow(HEADINGS)
    for row in figures.rows:
        words = [text_of_csv(cell) for cell in (row.page.title, row.page.get_url(request) or "", row.kind)]
        writer.writerow([*words, row.views, row.kept, row.proposed])
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def _chosen(centres: list[CentrePage], pk: str) -> CentrePage:
    """What somebody may not see is not there."""
    found = next((centre for centre in centres if str(centre.pk) == pk), None if pk else centres[0])
    if found is None:
        raise Http404
    return found


def _period(request: HttpRequest) -> str:
    return choice_param(request.GET, "periode", PERIODS, default="90")
