"""Download a case as a worksheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from knowledge.cases.selectors import cases_visible_to
from knowledge.worksheet.chapters import chapters_of
from knowledge.worksheet.document import make_worksheet
from krachtwijken.core.robots import hide_from_robots

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@hide_from_robots
@require_safe
def worksheet(request: HttpRequest, page: int) -> HttpResponse:
    case = get_object_or_404(cases_visible_to(request.user), pk=page)
    response = HttpResponse(make_worksheet(case, chapters_of(request.user, case)), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="werkblad-{case.slug}.docx"'
    return response
