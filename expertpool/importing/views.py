"""Send a list, see what would happen, say yes, and decide on who looks like somebody else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from expertpool.doubles.selectors import possible_pairs
from expertpool.importing.forms import PoolImportForm
from expertpool.importing.rules import may_import_people, reads_fates
from expertpool.importing.selectors import plan_of, pool_imports_of, possible_doubles
from expertpool.importing.services import drop_pool_import, keep_pool_import, run_pool_import
from expertpool.importing.template_file import make_people_template
from expertpool.models import PoolImport, PoolImportState, RowFate
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.sheets.table import Table

READ_OR_POST = ["GET", "HEAD", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DROPPED = "De lijst is weggegooid. Er is niemand gevraagd."
NO_ANSWER = "Dit antwoord kennen wij niet. Er is niets gedaan. Kies een van de knoppen."
NOT_DROPPED = "Deze lijst wordt of is al ingelezen. Weggooien kan niet meer: er zijn mensen gevraagd."
# In the order of the page; an organisation reads of these as one.
ASKS = (RowFate.NEW, RowFate.ASKED)
PASSED = (RowFate.KNOWN, RowFate.SAME)


@require_http_methods(READ_OR_POST)
@require(may_import_people)
def pool_import(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = PoolImportForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, viewer=request.user
    )
    if is_sent and form.is_valid():
        kept = keep_pool_import(
            table=form.cleaned_data["file"], file_name=form.file_name, actor=user_of(request),
            organisation=form.cleaned_data.get("organisation"),
        )  # fmt: skip
        return redirect("expertpool:pool_import_detail", pk=kept.pk)
    context = {
        "form": form,
        "recent": pool_imports_of(request.user)[:10],
        "doubles": possible_doubles(request.user).count() + possible_pairs(request.user).count(),
        "may_decide": reads_fates(request.user),
    }
    status = 422 if is_sent else 200
    return render(request, "expertpool/importing/send.html", context, status=status)


@require_http_methods(READ_OR_POST)
@require(may_import_people)
def pool_import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Looked through until somebody says yes; from then on what became of it."""
    kept = get_object_or_404(pool_imports_of(request.user), pk=pk)
    if request.method == "POST" and "drop" in request.POST:
        if drop_pool_import(pool_import=kept, actor=user_of(request)):
            messages.success(request, DROPPED)
            return redirect("expertpool:pool_import")
        messages.error(request, NOT_DROPPED)
        return redirect("expertpool:pool_import_detail", pk=kept.pk)
    if request.method == "POST" and "yes" not in request.POST:
        # A yes mails everybody on the list, so it is said and never what is left over.
        messages.error(request, NO_ANSWER)
        return redirect("expertpool:pool_import_detail", pk=kept.pk)
    if request.method == "POST":
        run_pool_import(pool_import=kept, actor=user_of(request))
        messages.success(request, "De lijst is ingelezen.")
        return redirect("expertpool:pool_import_detail", pk=kept.pk)
    is_done = kept.state == PoolImportState.DONE
    shown = _report(kept) if is_done else _plan(kept)
    context = {
        **shown, "pool_import": kept, "is_done": is_done, "reads_fates": reads_fates(request.user),
        "is_running": kept.state == PoolImportState.RUNNING,
    }  # fmt: skip
    return render(request, "expertpool/importing/detail.html", context)


def _plan(kept: PoolImport) -> dict[str, Any]:
    plan = plan_of(Table.from_json(kept.table))
    return {
        "faults": [(fault.row, fault.column, fault.message) for fault in plan.faults],
        "is_readable": not plan.heading_faults,
        "asks": plan.count(*ASKS), "passed": plan.count(*PASSED), "alike": plan.count(RowFate.LOOKS_LIKE),
        "wrong": plan.count(RowFate.WRONG),
    }  # fmt: skip


def _report(kept: PoolImport) -> dict[str, Any]:
    lines = list(kept.lines.all())
    fates = [line.fate for line in lines]
    return {
        "faults": [(line.number, column, message) for line in lines for column, message in line.faults],
        "is_readable": True,
        "asks": sum(fate in ASKS for fate in fates), "passed": sum(fate in PASSED for fate in fates),
        "alike": fates.count(RowFate.LOOKS_LIKE), "wrong": fates.count(RowFate.WRONG),
    }  # fmt: skip


@require_safe
@require(may_import_people)
def pool_import_template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(make_people_template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mensen-voorbeeld.xlsx"'
    return response
