"""The pages of an import in the content management: send a file, see what would happen, say yes, see what happened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knowledge.importing.forms import CaseImportForm
from knowledge.importing.models import CaseImport
from knowledge.importing.presenter import import_page
from knowledge.importing.rules import may_import
from knowledge.importing.selectors import import_seen_by, recent_imports
from knowledge.importing.services import confirm_import, drop_import, start_import
from knowledge.importing.template_file import make_template

TEMPLATE_NAME = "praktijken-voorbeeld.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALREADY = "Dit bestand is al ingelezen, of wordt nog bekeken."
DROPPED = "Het bestand is weggegooid. Er is niets ingelezen."


@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest) -> HttpResponse:
    _check_right(request)
    if request.method != "POST":
        return _show_form(request, CaseImportForm(viewer=request.user))
    form = CaseImportForm(request.POST, request.FILES, viewer=request.user)
    if not form.is_valid():
        return _show_form(request, form, status=422)
    assert request.user.is_authenticated  # noqa: S101 - checked above
    case_import = start_import(
        table=form.cleaned_data["file"],
        centre=form.centres[form.cleaned_data["centre"]],
        file_name=form.file_name,
        actor=request.user,
    )
    return redirect("case_import_detail", case_import.pk)


@require_GET
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    shown = import_page(
        _asked_for(request, pk), fate=request.GET.get("uitkomst", ""), page=request.GET.get("p", "")
    )
    title = "Praktijken importeren"
    return render(request, "knowledge/importing/detail.html", {**shown, "page_title": title})


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    case_import = _asked_for(request, pk)
    assert request.user.is_authenticated  # noqa: S101 - or it would not be seen
    if not confirm_import(case_import=case_import, actor=request.user):
        messages.warning(request, ALREADY)
    return redirect("case_import_detail", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    case_import = _asked_for(request, pk)
    assert request.user.is_authenticated  # noqa: S101 - or it would not be seen
    if not drop_import(case_import=case_import, actor=request.user):
        messages.warning(request, ALREADY)
        return redirect("case_import_detail", pk)
    messages.success(request, DROPPED)
    return redirect("case_import")


@require_GET
def download_template(request: HttpRequest) -> HttpResponse:
    _check_right(request)
    response = HttpResponse(make_template(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{TEMPLATE_NAME}"'
    return response


def _show_form(request: HttpRequest, form: CaseImportForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "recent": recent_imports(request.user), "page_title": "Praktijken importeren"}
    return render(request, "knowledge/importing/send.html", shown, status=status)


def _check_right(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _asked_for(request: HttpRequest, pk: int) -> CaseImport:
    """What somebody may not see is not there."""
    case_import = import_seen_by(request.user, pk)
    if case_import is None:
        raise Http404
    return case_import
