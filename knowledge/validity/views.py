"""Own cases with their term, the report of the redactie, and the one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge.cases.selectors import cases_visible_to
from knowledge.centres.rules import edits_everywhere
from knowledge.validity.rules import may_confirm
from knowledge.validity.selectors import validity_of_own, validity_report
from knowledge.validity.services import confirm_case
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_logged_in

MOST_SHOWN = 200


@require_safe
@require(is_logged_in)
def validity(request: HttpRequest) -> HttpResponse:
    context = {
        "today": timezone.localdate(),
        "own": validity_of_own(request.user)[:MOST_SHOWN],
        "is_report": edits_everywhere(request.user),
        "parts": [
            (title, rows.count(), rows[:MOST_SHOWN])
            for title, rows in zip(
                ("Verlopen", "Loopt binnen twee maanden af", "Zonder eigenaar"),
                validity_report(request.user).values(),
                strict=True,
            )
        ],
    }
    return render(request, "knowledge/validity/list.html", context)


@require_POST
@require(is_logged_in)
def validity_confirm(request: HttpRequest, page: int) -> HttpResponse:
    case = get_object_or_404(cases_visible_to(request.user), pk=page)
    if may_confirm(request.user, case):
        row = confirm_case(case=case, actor=user_of(request))
        messages.success(request, f"Dank u wel. De pagina geldt weer tot en met {row.valid_until:%d-%m-%Y}.")
    else:
        messages.error(request, "Alleen de eigenaar of de redactie kan deze pagina bevestigen.")
    return redirect(case.url or "/kennis/")
