"""The appendix: a page to print, and a PDF."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.pdf import PdfUnavailableError, pdf_of, static_address
from krachtwijken.core.ratelimit import allow, limit_reading, visitor_of
from krachtwijken.core.robots import hide_from_robots
from search.features.answer.addresses import address_of, chosen_problems, statement_at
from search.features.answer.appendix.presenter import appendix_context

# Making one takes about a second of a processor.
PDFS_PER_HOUR = 30
TEMPLATE = "search/appendix.html"
STYLE = "css/appendix.css"
NO_PDF = "Een pdf maken lukt hier nu niet. Print deze pagina, of kies in uw browser ‘Opslaan als pdf’."


@hide_from_robots
@limit_reading("appendix")
@never_cache
@require_safe
def appendix(request: HttpRequest, token: str) -> HttpResponse:
    context = appendix_context(
        statement_at(token), chosen=chosen_problems(request.GET), absolute=request.build_absolute_uri
    )
    return render(request, TEMPLATE, context | {"style_url": static(STYLE)})


@hide_from_robots
@never_cache
@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    statement = statement_at(token)
    who = visitor_of(request)
    if not allow(scope="answer_pdf", who=who, limit=PDFS_PER_HOUR, seconds=3600):
        return too_many_requests(request)
    chosen = chosen_problems(request.GET)
    context = appendix_context(statement, chosen=chosen, absolute=request.build_absolute_uri)
    paper = context | {"style_url": static_address(STYLE), "is_pdf": True}
    try:
        file = pdf_of(render_to_string(TEMPLATE, paper, request))
    except PdfUnavailableError:
        messages.warning(request, NO_PDF)
        return redirect(address_of("answer_appendix", token, chosen))
    name = f"bijlage-krachtwijken-{context['today']:%Y-%m-%d}.pdf"
    return HttpResponse(
        file, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
