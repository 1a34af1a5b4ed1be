"""Pages for a visitor who reports something, and the list of the redactie."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from knowledge.models import CasePage
from knowledge.reports.forms import ApproachReportForm, DoubtForm, ReplicationForm
from knowledge.reports.models import ReportKind
from knowledge.reports.selectors import reports_visible_to
from knowledge.reports.services import add_report, settle_report
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.forms import OpenForm
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.visibility import pages_visible_to

READ_OR_POST = ["GET", "HEAD", "POST"]
REPORTS, HOUR = 10, 60 * 60
THANKS = "Dank u wel. De redactie kijkt ernaar."


@require_http_methods(READ_OR_POST)
def report_doubt(request: HttpRequest, page: int) -> HttpResponse:
    """About a case that this visitor may see."""
    shown = get_object_or_404(pages_visible_to(request.user, CasePage.objects.all()), pk=page)
    form = DoubtForm(request.POST if request.method == "POST" else None)
    return _answer(request, form, ReportKind.DOUBT, shown, "Klopt dit nog?")


@require_http_methods(READ_OR_POST)
def report_approach(request: HttpRequest) -> HttpResponse:
    """Of somebody else: who tried it shares it with an account."""
    form = ApproachReportForm(request.POST if request.method == "POST" else None)
    return _answer(request, form, ReportKind.APPROACH, None, "Meld een aanpak")


@require_http_methods(READ_OR_POST)
def report_replication(request: HttpRequest, page: int) -> HttpResponse:
    """That another wijk took a case over that this visitor may see. The redactie asks for the source and adds it."""
    shown = get_object_or_404(pages_visible_to(request.user, CasePage.objects.all()), pk=page)
    form = ReplicationForm(request.POST if request.method == "POST" else None)
    return _answer(request, form, ReportKind.REPLICATION, shown, "Meld een overname")


def _answer(
    request: HttpRequest, form: OpenForm, kind: ReportKind, page: Page | None, title: str
) -> HttpResponse:
    if request.method == "POST":
        if not allow(scope="report", who=visitor_of(request), limit=REPORTS, seconds=HOUR):
            return too_many_requests(request)
        if form.is_valid():
            # A program hears the same, and learns nothing.
            if not form.is_from_program:
                answers = {name: value for name, value in form.cleaned_data.items() if name != "homepage"}
                add_report(kind=kind, page=page, answers=answers)
            messages.success(request, THANKS)
            return redirect(page.url if page is not None and page.url else "/kennis/")
    context = {"form": form, "title": title, "page": page}
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/reports/form.html", context, status=status)


@require_safe
@require(is_redactie)
def report_list(request: HttpRequest) -> HttpResponse:
    reports = reports_visible_to(request.user)
    context = {"waiting": reports.filter(settled_at=None), "settled": reports.exclude(settled_at=None)[:20]}
    return render(request, "knowledge/reports/list.html", context)


@require_POST
@require(is_redactie)
def report_settle(request: HttpRequest, report: int) -> HttpResponse:
    settle_report(
        report=get_object_or_404(reports_visible_to(request.user), pk=report), actor=user_of(request)
    )
    messages.success(request, "De melding is afgehandeld.")
    return redirect("knowledge:report_list")
