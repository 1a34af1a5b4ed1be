"""The report of sources for the redactie, and a copy of one."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.centres.rules import edits_everywhere
from knowledge.links.selectors import copy_for, links_by_state
from krachtwijken.accounts.decorators import require

MOST_SHOWN = 200
TITLES = {"broken": "Werkt niet", "skipped": "Niet bekeken", "waiting": "Nog aan de beurt", "good": "Werkt"}


@require_safe
@require(edits_everywhere)
def link_report(request: HttpRequest) -> HttpResponse:
    parts = [
        (name, TITLES[name], rows.count(), rows[:MOST_SHOWN])
        for name, rows in links_by_state(request.user).items()
    ]
    context = {"parts": parts, "hosts": sorted(settings.LINK_CHECK_HOSTS)}
    return render(request, "knowledge/links/report.html", context)


@require_safe
@require(edits_everywhere)
def link_copy(request: HttpRequest, copy: int) -> HttpResponse:
    """As a file to save, never shown in the browser: it comes from somebody else."""
    found = copy_for(request.user, copy)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.body), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="kopie-{found.link_id}-{found.sha256[:12]}.bin"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
